# The Python part of the README's second section, done as it says, with an installed copy, in an empty folder.

load ../cli/common
load ../cli/walk

setup() {
    walk_begin
}

@test "the README's walk in Python" {
    fenced python 1 >my.py
    run steps 4 '--level exhaustive --shard 1/512'
    [ "$status" -ne 0 ] # by the first command: it is no right loss
    [[ $output == *'nonsaturating.g/my_loss/f32'*'FAIL: nan,overflow,vanished'* ]] || { echo "$output"; false; }
    sed -i 's/return .*/return torch.nn.functional.softplus(-x)/' my.py
    sed -n 2,3p steps4 >rest
    bash -ex rest
    [ -s my-page/index.html ]
}

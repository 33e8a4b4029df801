# The README's second section, "Judge your own", done as it says, with an installed copy, in an empty folder.

load common
load walk

setup() {
    case $ganloss in */release/*) ;; *) skip 'once, in the release build' ;; esac
    walk_begin
}

# bats test_tags=slow
@test "the README's walk in C: a fault is found, named and removed" {
    fenced c 1 >mine.c
    fenced c 2 >better
    [ "$(wc -l <better)" -eq 2 ]

    run steps 1 '--level exhaustive --shard 1/512'
    [ "$status" -eq 1 ]
    # what shows a fault again
    again=$(sed -n 's/^FAIL .* loss: overflow .*; rerun: //p' <<<"$output")
    [[ $again == 'ganloss eval nonsaturating.g -0x'*"--plugin='./mine.so'" ]]
    bash -c "$again" | grep -q '^ *mine/f32 .* loss inf .* overflow'
    # in a 512th of all floats, the same faults and no others
    diff <(classes <<<"$output") <(fenced text 1 | classes)
    [ "$(classes <<<"$output" | grep -c .)" -eq 2 ]

    sed -i -e '/loss\[i\] =/r better' -e '/loss\[i\] =\|grad\[i\] = -1/d' mine.c
    [ "$(grep -c 'fabsf' mine.c)" -eq 2 ]
    run steps 2 '--level full'
    [ "$status" -eq 0 ]
    [[ $output == *'1 kernels on '*': 1 within their bounds, 0 outside'* ]]
    [[ $output == *'A nonsaturating.g/mine/f32  B nonsaturating.g/fused/f32'* ]]
    [[ $output != *'ganloss: '* ]] # the fresh process has it as well
    [ -s page/index.html ]
    [ "$(find page -name '*.png' | wc -l)" -ge 1 ]

    run steps 3 '--level full'
    [ "$status" -eq 0 ] || { echo "$output"; false; }
    [[ $output == *'0 worse'* ]]
    # worse than what was kept
    sed -i 's/fmaxf(-x\[i\], 0) +/1e-7F + fmaxf(-x[i], 0) +/' mine.c
    steps 2 '--level full' 1
    run steps 3 '--level full'
    [ "$status" -eq 1 ]
}

@test "every adapter knows every term" {
    "$ganloss" list terms | awk 'NR > 1 { print $1 }' | sort >terms
    [ "$(wc -l <terms)" -ge 17 ]
    diff terms <(sed -n 's/^ *"\([^"]*\)": *{"input".*/\1/p' "$root/harness/adapters/terms.json" | sort)
}

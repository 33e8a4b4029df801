# PyTorch under judgement.

load ../cli/common
load adapters

@test "PyTorch: there are kernels of every term, in both formats" {
    diff <(terms_of "$torch" PyTorch) <("$ganloss" list terms | awk 'NR > 1 { print $1 }' | sort)
    "$ganloss" list kernels --exec "$torch" | grep PyTorch >all
    [ "$(grep -c '/f32 ' all)" -eq "$(grep -c '/f64 ' all)" ]
    [ "$(grep -c '/f32 ' all)" -ge 80 ]
    "$ganloss" list kernels --exec "$torch --variant-prefix mine- --formats f64" | grep PyTorch >some
    [ "$(wc -l <some)" -eq "$(grep -c '/f64 ' all)" ]
    [ "$(grep -c '/mine-.*/f64 ' some)" -eq "$(wc -l <some)" ]
}

@test "PyTorch: what is known of its losses shows" {
    judged "$torch" 'nonsaturating.g/torch.*/f32' 'nonsaturating.g@D/torch.*/f32' 'minimax.d_fake/torch.*/f32' 'wasserstein.*/torch.*/f32'
    shows nonsaturating.g/torch.bce_after_sigmoid/f32 'raised: raised an error'
    shows nonsaturating.g/torch.bce_after_sigmoid/f32 'grad .*e+0[67] ulp'
    shows nonsaturating.g/torch.soft_margin/f32 'overflow .* up to -0x1.62e43p+6'
    shows nonsaturating.g/torch.logsigmoid/f32 'loss .* max >= 1\.[45]'
    shows nonsaturating.g/torch.logsigmoid/f32 'grad .* max >= 2\.[34]'
    shows nonsaturating.g@D/torch.bce/f32 'bounded'
    shows minimax.d_fake/torch.logsigmoid/f32 'grad .* max >= 2\.[34]'
    for term in d_real d_fake g; do
        shows wasserstein.$term/torch.plain/f32 'loss .* max >= 0 ulp'
        shows wasserstein.$term/torch.plain/f32 'grad .* max >= 0 ulp'
    done
}

@test "PyTorch: factors, weights and labels are those of the terms" {
    judged "$torch" 'bce.[dg]*/torch.logsigmoid/*' 'bce.[dg]*/torch.multilabel_soft_margin/f64' 'minimax.g*/torch.log*/f64' \
        'bce.d_real/torch.bce_with_logits*/f64'
    ! grep -q '^ *sign ' out || { cat out; false; }
    [ "$(grep -c '^[a-z].*, sampled' out)" -ge 14 ]
    for id in bce.d_real/torch.logsigmoid/f32 bce.d_fake/torch.logsigmoid/f32 bce.g/torch.logsigmoid/f64; do
        shows $id 'loss .* max >= [12]\.'
        shows $id 'grad .* max >= 2\.'
    done
}

@test "PyTorch: every float, and a search among the doubles" {
    judged "$torch" nonsaturating.g/torch.logsigmoid/f32 --level exhaustive --shard 3/2048
    shows nonsaturating.g/torch.logsigmoid/f32 '2097152 inputs'
    judged "$torch" nonsaturating.g/torch.logsigmoid/f64 --level exhaustive --rounds 1
    shows nonsaturating.g/torch.logsigmoid/f64 'searched'
}

@test "PyTorch: a function of one's own, with and without autograd, with bounds and a label" {
    cat >my.py <<'EOP'
import torch
import torch.nn.functional as F
from blocks import helper

def right(x):
    return helper(-x), torch.where(torch.isnan(x), x, -torch.ones_like(x))

def kinked(x):
    return F.relu(-x) + torch.log1p(torch.exp(-x.abs()))

def both(x, y):
    return F.softplus(x, threshold=1e30) - y * x, torch.sigmoid(x) - y

class Module(torch.nn.Module):
    def forward(self, x):
        return F.binary_cross_entropy_with_logits(x, torch.ones_like(x), reduction="none")

def mean(x):
    return x.mean()

def wider(x):
    return F.softplus(-x.double())

def raising(x):
    raise ValueError("no\nmore")

def without_gradient(x):
    return F.softplus(-x.detach())
EOP
    echo 'def helper(x): return x' >blocks.py # a name that the adapter has a module of
    judged "$torch my.py:right wasserstein.g --loss-ulp 0 --grad-ulp 0" --level full
    shows wasserstein.g/right/f32 'none outside its bound\|within its bound'
    shows wasserstein.g/right/f64 'none outside its bound\|within its bound'
    grep -q ' 2 within their bounds, 0 outside' out
    judged "$torch my.py:kinked nonsaturating.g --loss-ulp 1" nonsaturating.g/kinked/f32
    shows nonsaturating.g/kinked/f32 'FAIL: outside its bound'
    shows nonsaturating.g/kinked/f32 'grad .* max >= 2\.'
    shows nonsaturating.g/kinked/f32 'vanished .* from -0x0p+0' # autograd takes the kink of relu for 0, and of abs
    "$ganloss" eval bce.target 2 --target 0.25 --exec "$torch my.py:both bce.target my.py:Module nonsaturating.d_real" | grep both/ >out
    [ "$(grep -c 'loss .* [01]\.[0-9]* ulp .* grad .* [01]\.[0-9]* ulp' out)" -eq 2 ] || { cat out; false; }
    judged "$torch my.py:both bce.target my.py:Module nonsaturating.d_real" 'nonsaturating.d_real/Module/f64'
    shows nonsaturating.d_real/Module/f64 'grad .*e+15 ulp'
    judged "$torch my.py:without_gradient nonsaturating.g" --format json
    [ "$(grep -c '"loss": {' out)" -eq 2 ]
    "$ganloss" list kernels --exec "$torch my.py:wider nonsaturating.g" 2>err >out
    [ "$(grep -c 'is rounded before it is judged' err)" -ge 1 ]

    refused 'a loss of each element is expected' "$torch my.py:mean nonsaturating.g"
    refused 'raised at .*ValueError: no$' "$torch my.py:raising nonsaturating.g"
    refused 'no attribute' "$torch my.py:nothing nonsaturating.g"
    refused 'no such file' "$torch none.py:right nonsaturating.g"
    refused 'FILE.py:NAME is expected' "$torch my.py nonsaturating.g"
    refused 'in pairs' "$torch my.py:right"
    echo 'import nothing_of_this_name' >broken.py
    refused 'ModuleNotFoundError' "$torch broken.py:right nonsaturating.g"
}

@test "PyTorch: what is not there is refused, in one line" {
    refused 'no such Python' "GANLOSS_PYTHON=/no/where $torch"
    refused 'no such Python' "$torch --python '/no/\"where'"
    mkdir empty
    refused 'cannot be imported' "PYTHONPATH=$scratch $torch"  <<<'' || true
    refused 'f16' "$torch --formats f16"
    refused 'unrecognized' "$torch --bogus"
    refused '--device nonsense' "$torch --device nonsense"
    /usr/bin/python3 -c 'import torch, sys; sys.exit(not torch.cuda.is_available())' || refused '--device cuda' "$torch --device cuda"
    /usr/bin/python3 -c 'import torch, sys; sys.exit(not hasattr(torch, "compile"))' || refused 'no torch.compile' "$torch --compile"
    run "$torch"
    [ "$status" -eq 69 ]
    [[ $output == *'start it by ganloss'* ]]
}

@test "PyTorch: means, by its own reduction and by a function of one's own, are judged by batch" {
    cat >my.py <<'EOP'
import torch
import torch.nn.functional as F

criterion = torch.nn.BCEWithLogitsLoss()

def mine(x):
    return criterion(x, torch.ones_like(x))

def summed(x):
    return F.softplus(-x).sum()

def pair(x):
    return F.softplus(-x).mean(), -torch.sigmoid(-x) / len(x)

def elements(x):
    return F.softplus(-x)
EOP
    "$ganloss" list kernels --exec "$torch --formats f32" | grep -c PyTorch >plain
    [ "$("$ganloss" list kernels --exec "$torch --formats f32 --reduction both" | grep -c 'element  *PyTorch')" -eq "$(cat plain)" ]
    [ "$("$ganloss" list kernels --exec "$torch --formats f32 --reduction both" | grep -c '\.mean/f32 .* mean  *PyTorch')" -eq "$(cat plain)" ]
    status=0
    "$ganloss" batch '*/torch.logsigmoid.mean/f32' nonsaturating.g/torch.bce*mean/f32 'bce.d_real/torch.*weight.mean/f32' --exec "$torch --formats f32 --reduction mean" \
        --batch 1,3,1000 --regime equilibrium,saturated --max-ulp 8 --jobs 1 >out 2>err || status=$?
    [ "$status" -eq 1 ]
    [ "$(grep -c '\.logsigmoid.mean/f32 ' out)" -ge 14 ]
    ! grep -q 'equilibrium.*FAIL$\|logsigmoid.mean/f32 .*FAIL$' out || { cat out; false; }
    grep -q '^nonsaturating.g/torch.bce_with_logits.mean/f32 *saturated .*vanished .*FAIL$' out
    grep -q "^FAIL nonsaturating.g/torch.bce_with_logits.mean/f32, saturated, n = 1: .*got 0x0p+0, vanished" err
    [ "$(grep -c 'bce_with_logits_pos_weight.mean/f32 *equilibrium' out)" -eq 1 ]
    status=0
    "$ganloss" batch --exec "$torch --reduction mean my.py:mine nonsaturating.g my.py:summed nonsaturating.d_real my.py:pair minimax.d_real --loss-ulp 3 --grad-ulp 4" \
        --batch 100 --regime equilibrium --jobs 1 >out 2>err || status=$?
    [ "$status" -eq 1 ]
    [ "$(grep -c '^FAIL' err)" -eq 2 ]
    [ "$(grep -c '^FAIL nonsaturating.d_real/summed/f[36][24], equilibrium, n = 100: the mean is outside the bound of its loss; a gradient is outside' err)" -eq 2 ]
    grep -q '^6 batch means: 4 within' out
    refused 'one mean is expected (--reduction mean), for 2 elements it gave shape (2,)' "$torch --reduction mean my.py:elements nonsaturating.g"
    refused 'a function of your own gives either' "$torch --reduction both my.py:mine nonsaturating.g"
    refused 'invalid choice' "$torch --reduction sum"
}

# degrees OUT FUNCTION: of the page's row of this function, gradient by gradient.
degrees() {
    sed -n '/By the name of the function/,/<\/table>/p' "$1/index.html" | sed 's/<wbr>//g' | grep "^<tr><th><code>$2</code><small>PyTorch\( before 2.0\)\?</small>" | tail -1 |
        grep -o '<span class="[a-z]*"\|judged: [^<]*'
}

@test "PyTorch: its functions lose what the variants lose that losses/variants.def says they are" {
    "$ganloss" verify 'nonsaturating.*/threshold20/*' 'nonsaturating.*/stable/*' 'nonsaturating.*/maxlog/*' 'nonsaturating.*/logsigmoid/*' \
        'nonsaturating.*/clamp100/*' -q --save v.json >/dev/null
    "$ganloss" trace "$root/tests/data/minimax-real.npy" "$root/tests/data/minimax-fake.npy" --loss nonsaturating -q --save t.json >/dev/null
    judged "$torch" 'nonsaturating.*/torch.softplus/*' 'nonsaturating.*/torch.logsigmoid/*' 'nonsaturating.*/torch.bce_with_logits/*' \
        'nonsaturating.*/torch.bce_after_sigmoid/*' -q --save p.json
    "$ganloss" report v.json t.json --out variants --exact none -q
    "$ganloss" report p.json v.json t.json --out itself --exact none -q
    version=$(sed -n 's/.*"library": "PyTorch \([0-9]*\)\..*/\1/p' p.json | head -1)
    for function in F.softplus F.logsigmoid torch.nn.BCELoss $([ "$version" -ge 2 ] || echo torch.nn.BCEWithLogitsLoss); do
        degrees itself $function | grep -q 'judged: PyTorch .* itself'
        [ "$(degrees itself $function | grep -c span)" -ge 6 ]
        diff <(degrees itself $function | grep span) <(degrees variants $function | grep span) || { echo $function; return 1; }
    done
}

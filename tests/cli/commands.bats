# What each command prints and returns when all is well.

load common

@test "--help, --version and every command's --help succeed and show examples" {
    "$ganloss" --help | grep -q 'Examples:'
    "$ganloss" --version | grep -q '^ganloss '
    for command in list eval verify merge batch trace bench compare doctor report; do
        "$ganloss" --help | grep -q "^  $command "
        "$ganloss" $command --help >help
        grep -q '^Usage: ganloss '"$command" help
        grep -q 'Examples:' help
    done
}

@test "list shows losses, terms, kernels and regimes" {
    [ "$("$ganloss" list | wc -l)" -eq 6 ]
    [ "$("$ganloss" list terms | wc -l)" -eq 18 ]
    [ "$("$ganloss" list kernels | grep -c /stable/)" -eq 34 ]
    "$ganloss" list regimes | grep -q '^saturated '
    "$ganloss" list regimes | grep -q '^trace:FILE '
    "$ganloss" list kernels --format json | grep -q '"minimax.g/naive/f32"'
}

@test "eval is right to the last digit" {
    "$ganloss" eval nonsaturating.g -50 17 0x1p-149 inf nan --digits 40 >out
    grep -q 'exact loss 50.00000000000000000000019287498479639178$' out
    grep -q 'exact grad -0.9999999999999999999998071250152036082217$' out
    grep -q 'exact loss 4.139937633089747447708360061670282583665e-8$' out
    grep -q 'exact grad -4.139937547394330600923599625188375260796e-8$' out
    grep -q 'exact loss 0.6931471805599453094172321214581765680755$' out
    grep -q 'exact loss nan$' out
    grep -q 'clamp100/f32 .* grad -0x1.a822f8p-33 .*1.678e+07 ulp' out
    grep -q 'clip1e7/f64 .* grad -0x0p+0 .*vanished' out
    grep -q 'maxlog1p/f32 .* loss -\?nan .*nan' out
}

@test "eval takes bits, targets and values that the formats round differently" {
    "$ganloss" eval minimax.d_fake@D 0b32:3f7fffff | grep -q 'at 0x1.fffffep-1 (0.999999940395355.*), 0b32:3f7fffff$'
    "$ganloss" eval bce.target 2.25 --target 0.5 | grep -q 'target 0x1p-1 (0.5)'
    [ "$("$ganloss" eval minimax.g 0.1 | grep -c 'exact loss')" -eq 2 ]
    [ "$("$ganloss" eval minimax.g 0.5 | grep -c 'exact loss')" -eq 1 ]
}

@test "eval --format json follows its schema" {
    "$ganloss" eval nonsaturating.g 17 nan --format json >out
    grep -q '"schema": "ganloss-eval/1"' out
    grep -q '"x": "0x1.1p+4"' out
    grep -q '"loss": "4.1399376330897474477e-8"' out
    grep -A6 'nonsaturating.g/naive/f32' out | grep -q '"loss_class": "vanished"'
    grep -A6 'nonsaturating.g/naive/f32' out | grep -q '"loss_ulp": null'
}

@test "verify passes, names the faults, and writes a document that report and merge read" {
    "$ganloss" verify 'nonsaturating.g/*/f32' --save v.json >out
    grep -q '14 kernels on .* 2 within their bounds, 0 outside, 12 declare none' out
    grep -A9 'g/naive/f32' out | grep -q 'vanished .*from 0x1.0a2b24p+4'
    grep -q '"schema": "ganloss-result/2"' v.json
    "$ganloss" merge v.json --save again.json
    same_result v.json again.json
}

@test "shards merge to the undivided run, byte for byte" {
    "$ganloss" verify 'minimax.*@D/*' -q --save all.json >/dev/null
    for i in 1 2 3; do "$ganloss" verify 'minimax.*@D/*' -q --shard $i/3 --save $i.json >/dev/null; done
    "$ganloss" merge 2.json 3.json 1.json --save merged.json
    same_result all.json merged.json
    run "$ganloss" merge 2.json 3.json
    [ "$status" -eq 75 ]
    [[ "$output" == *'"complete": false'* ]]
}

verify_is_interrupted() {
    interrupted_after "$1" verify --level full --save part.json
    [ $? -eq 75 ] && grep -q '^ganloss: INCOMPLETE: interrupted' err
}

@test "an interrupted verify keeps what it did and says so" {
    eventually verify_is_interrupted
    grep -q '"complete": false' part.json
}

one_of_two_is_begun() {
    interrupted_after "$1" verify minimax.d_real/stable/f32 minimax.g@D/stable/f32 --level exhaustive
    [ $? -eq 75 ] && grep -q '^minimax.d_real/stable/f32  INCOMPLETE: [1-9][0-9]* inputs, sampled: no verdict$' out
}

@test "of kernels that an interrupted run did not come to, nothing is said" {
    eventually one_of_two_is_begun
    grep -q '^minimax.g@D/stable/f32  INCOMPLETE: 0 inputs, not judged$' out
    grep -q '^INCOMPLETE: .*: 0 within their bounds, 0 outside, 0 declare none, 2 not finished (level' out
}

@test "progress goes to a terminal only" {
    "$ganloss" verify 'minimax.g/stable/f32' 2>err >/dev/null
    [ ! -s err ]
}

@test "exhaustive: a part of all floats, and a search among the doubles that says so" {
    "$ganloss" verify 'wasserstein.g/*' --level exhaustive --shard 3/64 --rounds 1 --save 3.json >out
    grep -q '^wasserstein.g/stable/f32  67108864 inputs, sampled: none outside its bound' out
    grep -q '^wasserstein.g/stable/f64  searched [0-9]* inputs in 1 rounds.*; errors are lower bounds, none found outside' out
    grep -q '^f64: searched in 1 rounds (--rounds 1 repeats it); found errors are lower bounds$' out
    grep -q '^  tried: in any interval of relative width [0-9.e-]* where 0x1p-4 <= .s. < 0x1p+10 (0.0625 to 1024), of [0-9.]* elsewhere; in half of those of ' out
    [ "$(grep -c '"search"' 3.json)" -eq 1 ]
    refuses 64 'quick and full' "$ganloss" verify 'minimax.g/*' --level exhaustive --modes
}

# bats test_tags=slow
@test "exhaustive: rounds repeat a search, whatever ended it" {
    "$ganloss" verify 'minimax.g@D/stable/f64' --level exhaustive --budget 1 --save budget.json >out
    rounds=$(sed -n 's/.*(--rounds \([0-9]*\) repeats it).*/\1/p' out)
    [ "$rounds" -ge 1 ]
    "$ganloss" verify 'minimax.g@D/stable/f64' --level exhaustive --rounds "$rounds" --jobs 1 --save rounds.json -q >/dev/null
    cmp <(sed -n '/"kernels"/,$p' budget.json) <(sed -n '/"kernels"/,$p' rounds.json)
    "$ganloss" verify 'minimax.g@D/stable/f64' --level exhaustive --against budget.json -q |
        grep -q '0 better, 0 worse, 1 unchanged'
    refuses 65 'save it anew' "$ganloss" verify 'minimax.g@D/stable/f64' --level exhaustive --worst . --against budget.json
}

@test "exhaustive: shards of a search merge to the larger maximum" {
    for i in 1 2; do
        "$ganloss" verify 'minimax.d_fake@D/stable/f64' --level exhaustive --rounds 2 --shard $i/2 --worst . --save $i.json -q >/dev/null
    done
    "$ganloss" merge 1.json 2.json --save all.json
    grep -q '"searches": 2' all.json
    grep -q '"complete": true' all.json
    maxima() { sed -n 's/.*"max_ulp": \([0-9.]*\).*/\1/p' "$1"; }
    [ "$(maxima 1.json)" != "$(maxima 2.json)" ]
    [ "$(paste <(maxima 1.json) <(maxima 2.json) | awk '{ print ($1 > $2 ? $1 : $2) }')" = "$(maxima all.json)" ]
    inputs() { sed -n 's/.*"inputs": \([0-9]*\).*/\1/p' "$1"; }
    [ "$(inputs all.json)" -eq $(($(inputs 1.json) + $(inputs 2.json))) ]
    run "$ganloss" verify 'minimax.d_fake@D/stable/f64' --level exhaustive --rounds 4 --worst . --against all.json -q
    [ "$status" -eq 65 ]
    [[ "$output" == *'searched in 2 shards'* ]]
}

@test "exhaustive: what a search finds is kept, and tried first" {
    mkdir worst
    "$ganloss" verify 'minimax.g@D/stable/f64' --level exhaustive --rounds 4 --worst worst --keep >out
    grep -q '^2 inputs added to the worst cases in worst$' out
    [ "$(grep -c 'level exhaustive (search), seed 1$' worst/minimax.g@D.wc)" -eq 2 ]
    "$ganloss" verify 'minimax.g@D/stable/f64' --level exhaustive --rounds 1 --seed 2 --worst worst >again
    found() { sed -n 's/^ .* found max >= \([0-9.]*\) ulp at.*/\1/p' "$1"; }
    [ "$(found out | wc -l)" -eq 2 ]
    paste <(found out) <(found again) | awk '$2 < $1 { bad = 1 } END { exit bad }'
}

search_is_interrupted() {
    interrupted_after "$1" verify 'wasserstein.g/*/f64' --level exhaustive --budget 600 --save part.json
    [ $? -eq 75 ] && grep -q '^ganloss: INCOMPLETE: interrupted' err && grep -q 'searched \(at least \)\?[0-9]* inputs' out
}

@test "an interrupted search keeps what it did and says so" {
    eventually search_is_interrupted
    grep -q '"complete": false' part.json
}

# bats test_tags=slow
@test "a bound that is left ends with 1, whatever is printed, saved or judged" {
    case $ganloss in *sanitize*) skip 'ASan wants to be the first library' ;; esac
    cc -shared -fPIC -D_GNU_SOURCE -o wrong.so -x c - -ldl <<<'#include <dlfcn.h>
        float expf(float x)
        {
            float (*right)(float) = (float (*)(float))dlsym(RTLD_NEXT, "expf");
            return right(x) * (1 + 0x1p-18f);
        }'
    ends() { # ends STATUS SELECTOR ARGUMENT...: with such an expf, and without it with 0
        local want=$1 status=0
        shift
        "$ganloss" verify "$@" >/dev/null
        LD_PRELOAD=./wrong.so "$ganloss" verify "$@" >out 2>err || status=$?
        [ "$status" -eq "$want" ] || { echo "$status, not $want: $*"; cat err; return 1; }
        [ "$want" -eq 0 ] || [ "$(grep -c '^FAIL minimax.g/stable/f32 grad: ' err)" -eq 1 ]
    }
    ends 1 minimax.g/stable/f32
    grep -q '0 within their bounds, 1 outside' out
    ends 1 minimax.g/stable/f32 -q
    ends 1 minimax.g/stable/f32 --format json --save v.json
    grep -q '"pass": false' out
    grep -q '"pass": false' v.json
    ends 1 'minimax.g/*/f32' --modes -q
    ends 1 minimax.g/stable/f32 --level exhaustive --shard 478/1016 --save 1.json
    ends 1 minimax.g/stable/f32 --shard 1/3
    ends 0 minimax.g/naive/f32
    ends 0 'wasserstein.g/*'
    "$ganloss" report v.json --out page -q
    grep -q '<th>stable.*</th><td><span class="training">inaccurate</span></td>' page/index.html
}

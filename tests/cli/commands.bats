# What each command prints and returns when all is well.

load common

@test "--help, --version and every command's --help succeed and show examples" {
    "$ganloss" --help | grep -q 'Examples:'
    "$ganloss" --version | grep -q '^ganloss '
    for command in list eval verify merge trace bench compare doctor report; do
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
    grep -q '13 kernels on .* 1 within their bounds, 0 outside, 12 declare none' out
    grep -A9 'g/naive/f32' out | grep -q 'vanished .*from 0x1.0a2b24p+4'
    grep -q '"schema": "ganloss-result/1"' v.json
    "$ganloss" merge v.json --save again.json
    cmp v.json again.json
}

@test "shards merge to the undivided run, byte for byte" {
    "$ganloss" verify 'minimax.*@D/*' -q --save all.json >/dev/null
    for i in 1 2 3; do "$ganloss" verify 'minimax.*@D/*' -q --shard $i/3 --save $i.json >/dev/null; done
    "$ganloss" merge 2.json 3.json 1.json --save merged.json
    cmp all.json merged.json
    "$ganloss" merge 2.json 3.json | grep -q '"complete": false'
}

@test "an interrupted verify keeps what it did and says so" {
    "$ganloss" verify --level full --save part.json >out 2>err &
    pid=$!
    sleep 2
    kill -INT $pid
    wait $pid
    grep -q '^ganloss: interrupted' err
    grep -q '"complete": false' part.json
}

@test "progress goes to a terminal only" {
    "$ganloss" verify 'minimax.g/stable/f32' 2>err >/dev/null
    [ ! -s err ]
}

@test "exhaustive: a part of all floats, and what it leaves out is said" {
    "$ganloss" verify 'wasserstein.g/*' --level exhaustive --shard 3/64 >out 2>err
    grep -q 'wasserstein.g/stable/f32  67108864 inputs, within its bound' out
    grep -q '1 f64 kernels are left out' err
    refuses 66 'no f32 kernel' "$ganloss" verify 'minimax.g/stable/f64' --level exhaustive
    refuses 64 'quick and full' "$ganloss" verify 'minimax.g/*' --level exhaustive --modes
}

# JavaScript under judgement.

load ../cli/common
load adapters

@test "JavaScript: each library has kernels, and what is known of them shows" {
    diff <(terms_of "$node" V8) <("$ganloss" list terms | awk 'NR > 1 { print $1 }' | sort)
    diff <(terms_of "$node --library tfjs" TensorFlow.js) <("$ganloss" list terms | awk 'NR > 1 { print $1 }' | sort)
    [ "$(terms_of "$node --library onnxruntime" 'ONNX Runtime' | wc -l)" -ge 14 ]

    judged "$node" 'nonsaturating.g/math.*/*' 'bce.*/math.log1p/f64'
    shows nonsaturating.g/math.log1p/f32 'loss .* max >= 0\.5 ulp'
    shows nonsaturating.g/math.log1p/f64 'loss .* max >= 1\.'
    shows nonsaturating.g/math.log_exp/f64 'overflow'
    shows bce.d_real/math.log1p/f64 'loss .* max >= 1\.'
    shows bce.g/math.log1p/f64 'grad .* max >= [12]\.'

    judged "$node --library tfjs" 'nonsaturating.g/tfjs.*/f32' 'bce.d_fake/tfjs.softplus/f32' 'minimax.g/tfjs.softplus/f32' 'bce.target/tfjs.softplus/f32'
    shows nonsaturating.g/tfjs.log_loss/f32 'sign .* from 0x1.154246p+4'
    shows nonsaturating.g/tfjs.softplus/f32 'grad .* max >= 0\.5 ulp'
    shows bce.d_fake/tfjs.softplus/f32 'grad .* max >= 0\.7'
    shows minimax.g/tfjs.softplus/f32 'grad .* max >= 0\.5'
    judged "$node --library tfjs --backend wasm" 'nonsaturating.g/tfjs.softplus/f32'
    shows nonsaturating.g/tfjs.softplus/f32 'grad .* max >= 2\.5'

    judged "$node --library onnxruntime" 'nonsaturating.g/onnxruntime.*/*' 'bce.target/onnxruntime.softplus/f32' 'minimax.g@D/onnxruntime.log/f64'
    shows nonsaturating.g/onnxruntime.softplus/f32 'vanished .* from 0x1.01e436p+4'
    shows nonsaturating.g/onnxruntime.log_of_sigmoid/f64 'lost'
    shows bce.target/onnxruntime.softplus/f32 'sign'
    shows minimax.g@D/onnxruntime.log/f64 'grad .* max >= [01]'
}

@test "JavaScript: a function of one's own: of arrays, of numbers, of tensors" {
    cat >my.js <<'EOP'
exports.arrays = x => {
    const loss = x.map(s => Math.max(-s, 0) + Math.log1p(Math.exp(-Math.abs(s))));
    return {loss, grad: x.map(s => s < 0 ? -1 / (1 + Math.exp(s)) : -Math.exp(-s) / (1 + Math.exp(-s)))};
};
exports.loss = x => exports.arrays(x).loss;
exports.each = s => [Math.max(-s, 0) + Math.log1p(Math.exp(-Math.abs(s))), -1 / (1 + Math.exp(s))];
exports.target = (s, t) => [Math.max(s, 0) - t * s + Math.log1p(Math.exp(-Math.abs(s))), 1 / (1 + Math.exp(-s)) - t];
exports.tensors = x => x.neg().softplus();
exports.one = x => 1;
exports.raising = x => { throw new Error('no'); };
EOP
    echo "export const modern = x => [x.map(s => -s), x.map(s => s !== s ? s : -1)];" >my.mjs
    judged "$node my.js:arrays nonsaturating.g --loss-ulp 2 --grad-ulp 2" nonsaturating.g/arrays/f32 --level full
    shows nonsaturating.g/arrays/f32 'within its bound\|none outside'
    judged "$node my.js:loss nonsaturating.g my.js:arrays nonsaturating.d_real" --format json
    [ "$(grep -c '"loss": {' out)" -eq 4 ]
    judged "$node --each my.js:each nonsaturating.g my.js:target bce.target"
    shows nonsaturating.g/each/f64 'loss .* max >= 1\.'
    shows bce.target/target/f64 'inputs'
    judged "$node --library tfjs my.js:tensors nonsaturating.g"
    shows nonsaturating.g/tensors/f32 'grad .* max >= 0\.5 ulp'
    judged "$node my.mjs:modern wasserstein.g --loss-ulp 0 --grad-ulp 0"
    shows wasserstein.g/modern/f64 'within its bound\|none outside'

    refused 'a loss of each element is expected' "$node my.js:one nonsaturating.g"
    refused 'it raised at 0.25,0.75,0.5: no' "$node my.js:raising nonsaturating.g"
    refused 'there is no such function' "$node my.js:nothing nonsaturating.g"
    refused 'there is no such file' "$node none.js:each nonsaturating.g"
    refused 'in pairs' "$node my.js:each"
}

@test "JavaScript: means, of one's own and of TensorFlow.js" {
    cat >my.js <<'EOP'
exports.mean = x => {
    let sum = 0;
    for (const s of x)
        sum += Math.max(-s, 0) + Math.log1p(Math.exp(-Math.abs(s)));
    return [sum / x.length, x.map(s => -1 / (1 + Math.exp(s)) / x.length)];
};
exports.loss = x => exports.mean(x)[0];
exports.tensors = x => x.neg().softplus().mean();
exports.elements = x => x.map(s => -s);
EOP
    "$ganloss" batch --exec "$node --reduction mean --loss-ulp 1 --grad-ulp 1 my.js:mean nonsaturating.g my.js:loss nonsaturating.d_real --formats f32" \
        --batch 1,100 --regime equilibrium,saturated --jobs 1 >out
    grep -q '^8 batch means: 8 within' out
    "$ganloss" batch --exec "$node --library tfjs --reduction mean --loss-ulp 2 --grad-ulp 4 my.js:tensors nonsaturating.g" --batch 100 --regime equilibrium --jobs 1 >out
    grep -q '^nonsaturating.g/tensors/f32 ' out
    "$ganloss" batch 'nonsaturating.*/tfjs.sigm*' 'bce.d_real/tfjs.softplus.mean/f32' --exec "$node --library tfjs --reduction mean" --batch 100 --regime equilibrium --max-ulp 20 --jobs 1 >out
    [ "$(grep -c '\.mean/f32  *equilibrium' out)" -eq 4 ]
    refused 'one mean is expected' "$node --reduction mean my.js:elements nonsaturating.g"
    refused 'there are none, mean' "$node --reduction sum"
    refused 'of math there are losses of elements alone' "$node --reduction mean"
    refused 'they give no mean' "$node --reduction mean --each my.js:mean nonsaturating.g"
}

@test "JavaScript: what is not there is refused, in one line" {
    refused 'no such Node' "GANLOSS_NODE=/no/where $node"
    refused 'there are math, tfjs, onnxruntime' "$node --library jax"
    refused 'npm install @tensorflow/tfjs' "NODE_PATH= $node --library tfjs"
    refused 'there are cpu, wasm' "$node --library tfjs --backend webgl"
    refused 'of tfjs there are f32' "$node --library tfjs --formats f64"
    refused 'Unknown option' "$node --bogus"
    run "$node"
    [ "$status" -eq 69 ]
    [[ $output == *'start it by ganloss'* ]]
}

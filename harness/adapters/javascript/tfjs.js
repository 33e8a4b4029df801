/* tfjs.js -- TensorFlow.js, with gradients by tf.valueAndGrad; on its backend `cpu`, in JavaScript, or `wasm`. */
'use strict';
const modules = require('./modules');
const terms = require('./terms');

const PACKAGES = {cpu: '@tensorflow/tfjs', wasm: '@tensorflow/tfjs-backend-wasm'};

/** reduction: of the losses that take one: tf.Reduction.NONE or MEAN. */
function functionsOf(tf, reduction) {
    const byLabel = f => ({real: x => f(x, tf.onesLike(x)), fake: x => f(x, tf.zerosLike(x)), target: f});
    /* Keras' metric has an axis of classes, over which it takes the mean. */
    const keras = (p, y) => tf.metrics.binaryCrossentropy(y.expandDims(1), p.expandDims(1));
    return {
        logit: {
            sigmoid_cross_entropy: byLabel((x, y) => tf.losses.sigmoidCrossEntropy(y, x, undefined, 0, reduction)),
            log_loss: byLabel((x, y) => tf.losses.logLoss(y, tf.sigmoid(x), undefined, undefined, reduction)),
            binary_crossentropy: byLabel((x, y) => keras(tf.sigmoid(x), y)),
            softplus: {
                real: x => tf.softplus(x.neg()), fake: x => tf.softplus(x), target: (x, y) => tf.softplus(x).sub(y.mul(x)),
            },
            log_sigmoid: {
                real: x => tf.logSigmoid(x).neg(), fake: x => tf.logSigmoid(x.neg()).neg(),
                target: (x, y) => y.mul(tf.logSigmoid(x)).add(tf.scalar(1).sub(y).mul(tf.logSigmoid(x.neg()))).neg(),
            },
        },
        D: {
            log_loss: byLabel((p, y) => tf.losses.logLoss(y, p, undefined, undefined, reduction)),
            binary_crossentropy: byLabel(keras),
            log: {real: p => p.log().neg(), fake: p => tf.scalar(1).sub(p).log().neg()},
            log1p: {fake: p => p.neg().log1p().neg()},
        },
        critic: {plain: {real: x => x.neg(), fake: x => x.clone()}},
    };
}

/** A kernel's call by a function of tensors; the gradient is that of the sum, or of the mean that it gives. */
function byGradient(tf, f, isMean) {
    return (x, y) => tf.tidy(() => {
        const label = y && tf.tensor1d(y), dy = isMean ? undefined : tf.ones([x.length]);
        const {value, grad} = tf.valueAndGrad(a => label ? f(a, label) : f(a))(tf.tensor1d(x), dy);
        return {loss: value.dataSync(), grad: grad.dataSync()};
    });
}

async function open(options) {
    const tf = modules.load('@tensorflow/tfjs');
    const backend = options.backend || 'cpu';
    if (!(backend in PACKAGES))
        throw new Error(`backend ${backend}: there are ${Object.keys(PACKAGES).join(', ')}`);
    modules.load(PACKAGES[backend]);
    tf.env().set('IS_TEST', true); // else it advertises another package
    if (!await tf.setBackend(backend))
        throw new Error(`TensorFlow.js has no backend ${backend} here`);
    await tf.ready();
    const kernels = [], isMean = options.reduction === 'mean';
    for (const [term, variant, f, factor] of terms.functions(functionsOf(tf, isMean ? tf.Reduction.MEAN : tf.Reduction.NONE))) {
        const whole = isMean ? (...a) => f(...a).mean() : f; // of one mean it is the same
        kernels.push({row: {term, variant: (options.prefix ?? 'tfjs.') + variant + (isMean ? '.mean' : ''), format: 'f32',
            kind: isMean ? 'mean' : 'element'}, takesLabel: terms.takesLabel(term),
            call: byGradient(tf, factor === 1 ? whole : (...a) => whole(...a).mul(factor), isMean)});
    }
    return {library: `TensorFlow.js (${backend})`, version: tf.version_core, kernels, own: f => byGradient(tf, f, isMean)};
}

module.exports = {open, formats: ['f32']};

/* math.js -- what JavaScript itself has: functions of numbers, which are doubles; results in f32 are rounded from them. */
'use strict';
const terms = require('./terms');
const {TYPES} = require('./blocks');

const sigmoid = x => 1 / (1 + Math.exp(-x));
const smooth = x => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))); // softplus
const stableSigmoid = x => x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x));

/* Loss and gradient at one input. */
const FUNCTIONS = {
    logit: {
        log1p: {
            real: x => [smooth(-x), -stableSigmoid(-x)], fake: x => [smooth(x), stableSigmoid(x)],
            target: (x, y) => [smooth(x) - y * x, stableSigmoid(x) - y],
        },
        log_exp: {
            real: x => [Math.log(1 + Math.exp(-x)), -sigmoid(-x)], fake: x => [Math.log(1 + Math.exp(x)), sigmoid(x)],
            target: (x, y) => [Math.log(1 + Math.exp(x)) - y * x, sigmoid(x) - y],
        },
        log_sigmoid: {
            real: x => [-Math.log(sigmoid(x)), sigmoid(x) - 1], fake: x => [-Math.log(1 - sigmoid(x)), sigmoid(x)],
        },
    },
    D: {
        log: {real: p => [-Math.log(p), -1 / p], fake: p => [-Math.log(1 - p), 1 / (1 - p)]},
        log1p: {fake: p => [-Math.log1p(-p), 1 / (1 - p)]},
    },
    critic: {plain: {real: x => [-x, -1], fake: x => [x, 1]}},
};

/** A kernel's call by a function of one input, which gives the loss, or loss and gradient. */
function forEach(f, Type, hasGrad, factor = 1) {
    return (x, y) => {
        const loss = new Type(x.length), grad = hasGrad ? new Type(x.length) : undefined;
        for (let i = 0; i < x.length; i++) {
            const one = y ? f(x[i], y[i]) : f(x[i]);
            loss[i] = factor * (hasGrad ? one[0] : one);
            if (hasGrad)
                grad[i] = factor * one[1];
        }
        return {loss, grad};
    };
}

async function open(options) {
    const kernels = [];
    for (const format of options.formats)
        for (const [term, variant, f, factor] of terms.functions(FUNCTIONS))
            kernels.push({row: {term, variant: (options.prefix ?? 'math.') + variant, format},
                takesLabel: terms.takesLabel(term), call: forEach(f, TYPES[format], true, factor)});
    return {library: 'V8', version: process.versions.v8, kernels};
}

module.exports = {open, forEach, formats: ['f32', 'f64']};

/* onnxruntime.js -- ONNX Runtime: a model for each kernel, of its operators. It computes no gradients itself; those here are
   what its operators give for their formulas. */
'use strict';
const modules = require('./modules');
const terms = require('./terms');
const {model} = require('./onnx_model');

const SETTINGS = {executionProviders: ['cpu'], intraOpNumThreads: 1, interOpNumThreads: 1, logSeverityLevel: 3};

/* Nodes [operator, inputs, output] from x, and y, to `loss` and `grad`; `one` is a constant. */
const sigmoidOf = {
    real: [['Neg', ['x'], 'minus_x'], ['Sigmoid', ['minus_x'], 'd'], ['Neg', ['d'], 'grad']],
    fake: [['Sigmoid', ['x'], 'grad']],
    target: [['Sigmoid', ['x'], 'd'], ['Sub', ['d', 'y'], 'grad']],
};
const FUNCTIONS = {
    logit: {
        softplus: {
            real: [...sigmoidOf.real, ['Softplus', ['minus_x'], 'loss']],
            fake: [...sigmoidOf.fake, ['Softplus', ['x'], 'loss']],
            target: [...sigmoidOf.target, ['Softplus', ['x'], 's'], ['Mul', ['x', 'y'], 'xy'], ['Sub', ['s', 'xy'], 'loss']],
        },
        log_of_sigmoid: {
            real: [['Sigmoid', ['x'], 'p'], ['Log', ['p'], 'l'], ['Neg', ['l'], 'loss'], ['Sub', ['p', 'one'], 'grad']],
            fake: [['Sigmoid', ['x'], 'grad'], ['Sub', ['one', 'grad'], 'q'], ['Log', ['q'], 'l'], ['Neg', ['l'], 'loss']],
        },
    },
    D: {
        log: {
            real: [['Log', ['x'], 'l'], ['Neg', ['l'], 'loss'], ['Reciprocal', ['x'], 'r'], ['Neg', ['r'], 'grad']],
            fake: [['Sub', ['one', 'x'], 'q'], ['Log', ['q'], 'l'], ['Neg', ['l'], 'loss'], ['Reciprocal', ['q'], 'grad']],
        },
    },
};

function call(ort, session, format, factor) {
    const type = format === 'f32' ? 'float32' : 'float64';
    return async (x, y) => {
        const tensor = array => new ort.Tensor(type, array, [array.length]);
        const {loss, grad} = await session.run(y ? {x: tensor(x), y: tensor(y)} : {x: tensor(x)});
        return {loss: terms.scale(loss.data, factor), grad: terms.scale(grad.data, factor)};
    };
}

/** A session for the model; null: it has an operator that is not there in this format. */
async function session(ort, bytes) {
    try {
        return await ort.InferenceSession.create(bytes, SETTINGS);
    } catch (error) {
        if (String(error.message).includes('Could not find an implementation'))
            return null;
        throw error;
    }
}

async function open(options) {
    const ort = modules.load('onnxruntime-node');
    const kernels = [];
    for (const format of options.formats)
        for (const [term, variant, nodes, factor] of terms.functions(FUNCTIONS)) {
            const takesLabel = terms.takesLabel(term);
            const bytes = model(format, nodes, takesLabel ? ['x', 'y'] : ['x'], ['loss', 'grad'], {one: 1});
            const opened = await session(ort, bytes);
            if (opened)
                kernels.push({row: {term, variant: (options.prefix ?? 'onnxruntime.') + variant, format}, takesLabel,
                    call: call(ort, opened, format, factor)});
        }
    return {library: 'ONNX Runtime', version: modules.versionOf('onnxruntime-node'), kernels};
}

module.exports = {open, formats: ['f32', 'f64']};

/* mine.js -- a user's own functions: FILE.js:NAME. */
'use strict';
const path = require('path');
const fs = require('fs');
const {pathToFileURL} = require('url');
const {TYPES} = require('./blocks');
const {forEach} = require('./math');
const terms = require('./terms');

async function load(text) {
    const colon = text.lastIndexOf(':'), file = text.slice(0, colon), name = text.slice(colon + 1);
    if (colon < 1 || !name)
        throw new Error(`${text}: FILE.js:NAME is expected`);
    if (!fs.existsSync(file))
        throw new Error(`${file}: there is no such file`);
    const module = await import(pathToFileURL(path.resolve(file)).href);
    const f = module[name] ?? (module.default && module.default[name]);
    if (typeof f !== 'function')
        throw new Error(`${text}: there is no such function`);
    return {f, name};
}

/** What a function of arrays gives, {loss, grad} or [loss, grad] or loss alone, with names. */
function named(result, n) {
    if (Array.isArray(result) && result.length === 2 && result[0] && result[0].length === n && result[1].length === n)
        return {loss: result[0], grad: result[1]};
    return result && result.loss ? result : {loss: result};
}

/** The same of a mean: a number, which is the one element of loss. */
function namedMean(result) {
    const [mean, grad] = Array.isArray(result) ? result : result && result.loss !== undefined ? [result.loss, result.grad] : [result];
    return {loss: typeof mean === 'number' ? [mean] : mean, grad};
}

/** What is wrong with a function's result; undefined: nothing. */
function faultOf(result, losses, n) {
    if (!result.loss || result.loss.length !== losses)
        return losses === 1 ? 'one mean is expected, as a number (--reduction mean)'
            : `a loss of each element is expected, for ${n} elements (--each: it takes one number)`;
    if (result.grad && result.grad.length !== n)
        return `a grad of each element is expected, for ${n} elements`;
}

async function own(text, term, format, options, byLibrary) {
    const {f, name} = await load(text), isMean = options.reduction === 'mean';
    const arrays = [TYPES[format].of(0.25, 0.75, 0.5)];
    if (terms.takesLabel(term))
        arrays.push(TYPES[format].of(1, 0, 1));
    const n = arrays[0].length;
    let call = byLibrary ? byLibrary(f) : async (x, y) => {
        const result = await (y ? f(x, y) : f(x));
        return isMean ? namedMean(result) : named(result, x.length);
    };
    if (options.each)
        call = forEach(f, TYPES[format], Array.isArray(f(...arrays.map(array => array[0]))));
    let result;
    try {
        result = await call(...arrays);
    } catch (error) {
        throw new Error(`${text}: it raised at ${arrays[0]}: ${error.message}`);
    }
    const fault = faultOf(result, isMean ? 1 : n, n);
    if (fault)
        throw new Error(`${text}: ${fault}`);
    return {row: {term, variant: (options.prefix ?? '') + name, format, kind: isMean ? 'mean' : 'element',
        grad: result.grad !== undefined, loss_ulp: options.lossUlp, grad_ulp: options.gradUlp},
        takesLabel: terms.takesLabel(term), call};
}

module.exports = {own};

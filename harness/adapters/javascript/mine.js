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

async function own(text, term, format, options, byLibrary) {
    const {f, name} = await load(text);
    const arrays = [TYPES[format].of(0.25, 0.75, 0.5)];
    if (terms.takesLabel(term))
        arrays.push(TYPES[format].of(1, 0, 1));
    const n = arrays[0].length;
    let call = byLibrary ? byLibrary(f) : async (x, y) => named(await (y ? f(x, y) : f(x)), x.length);
    if (options.each)
        call = forEach(f, TYPES[format], Array.isArray(f(...arrays.map(array => array[0]))));
    let result;
    try {
        result = await call(...arrays);
    } catch (error) {
        throw new Error(`${text}: it raised at ${arrays[0]}: ${error.message}`);
    }
    for (const what of ['loss', 'grad'])
        if ((what === 'loss' || result.grad) && (!result[what] || result[what].length !== n))
            throw new Error(`${text}: a ${what} of each element is expected, for ${n} elements (--each: it takes one number)`);
    return {row: {term, variant: (options.prefix ?? '') + name, format, grad: result.grad !== undefined,
        loss_ulp: options.lossUlp, grad_ulp: options.gradUlp}, takesLabel: terms.takesLabel(term), call};
}

module.exports = {own};

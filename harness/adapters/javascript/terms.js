/* terms.js -- ../terms.json: each term as a function of a logit, of D or of a critic's output, for a label (of a real or a
   fake sample, or the target y), times a factor. */
'use strict';
const TERMS = require('../terms.json');

/** Whether its functions are called with x and y. Of a term that is not known here ganloss says that it skips it. */
function takesLabel(term) {
    return term in TERMS && TERMS[term].label === 'target';
}

/** [term, variant, function, factor] of a table {input: {variant: {label: function}}}. */
function* functions(table) {
    for (const [term, what] of Object.entries(TERMS))
        for (const [variant, byLabel] of Object.entries(table[what.input] || {}))
            if (byLabel[what.label])
                yield [term, variant, byLabel[what.label], what.factor];
}

/** An array times a factor, in place. */
function scale(array, factor) {
    for (let i = 0; factor !== 1 && array && i < array.length; i++)
        array[i] *= factor;
    return array;
}

module.exports = {takesLabel, functions, scale};

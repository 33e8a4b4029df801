/* main.js -- JavaScript's losses, and your own, for ganloss: ganloss-node --help. */
'use strict';
const {parseArgs} = require('util');
const blocks = require('./blocks');
const mine = require('./mine');

const LIBRARIES = ['math', 'tfjs', 'onnxruntime'];
const HELP = `usage: ganloss-node [OPTION]... [FILE.js:NAME TERM]...

JavaScript's losses: of Math, of TensorFlow.js, with gradients by tf.valueAndGrad, or of ONNX Runtime. It is started
by ganloss and answers blocks:
  ganloss verify 'nonsaturating.g/*' --exec 'ganloss-node --library tfjs'
  ganloss verify '*/myLoss/*' --exec 'ganloss-node my.js:myLoss nonsaturating.g'

  FILE.js:NAME TERM       judge these functions of your own instead. Each takes x, and y where the term has labels, as
                          Float32Array or Float64Array, and gives {loss, grad}, [loss, grad] or loss alone; with
                          --library tfjs it takes tensors and gives a tensor, whose gradient is asked for
  --reduction NAME        none (default): functions give a loss of each element; mean: the mean of a batch, as a number, and
                          its gradient, which ganloss batch judges; of your own functions, and of TensorFlow.js's losses
  --each                  they take one number and give the loss, or [loss, grad]
  --library NAME          math (default), tfjs or onnxruntime; packages are found from the current folder on
  --backend NAME          of tfjs: cpu (default) or wasm
  --formats LIST          default: all that the library has of f32,f64
  --variant-prefix TEXT   what variants' names begin with
  --loss-ulp N, --grad-ulp N  the bounds that your own function declares`;

function readOptions() {
    const text = {type: 'string'}, flag = {type: 'boolean'};
    const {values, positionals} = parseArgs({allowPositionals: true, options: {
        library: {...text, default: 'math'}, backend: text, reduction: {...text, default: 'none'}, formats: text, 'variant-prefix': text, 'loss-ulp': text,
        'grad-ulp': text, each: flag, help: flag}});
    if (values.help) {
        console.log(HELP);
        process.exit(0);
    }
    if (!LIBRARIES.includes(values.library))
        throw new Error(`library ${values.library}: there are ${LIBRARIES.join(', ')}`);
    if (!['none', 'mean'].includes(values.reduction))
        throw new Error(`reduction ${values.reduction}: there are none, mean`);
    if (values.reduction === 'mean' && values.each)
        throw new Error('--each is of functions of one number: they give no mean');
    if (values.reduction === 'mean' && positionals.length === 0 && values.library !== 'tfjs')
        throw new Error(`--reduction mean: of ${values.library} there are losses of elements alone`);
    if (positionals.length % 2)
        throw new Error('a function FILE.js:NAME and its TERM are expected in pairs');
    const bound = value => value === undefined ? null : Number(value);
    return {library: values.library, backend: values.backend, formats: values.formats && values.formats.split(','),
        prefix: values['variant-prefix'], lossUlp: bound(values['loss-ulp']), gradUlp: bound(values['grad-ulp']),
        each: values.each, reduction: values.reduction, mine: positionals};
}

async function main() {
    const options = readOptions();
    const library = require('./' + options.library);
    options.formats ??= library.formats;
    for (const format of options.formats)
        if (!library.formats.includes(format))
            throw new Error(`format ${format}: of ${options.library} there are ${library.formats.join(', ')}`);
    const opened = await library.open(options);
    const own = [];
    for (let i = 0; i < options.mine.length; i += 2)
        for (const format of options.formats)
            own.push(await mine.own(options.mine[i], options.mine[i + 1], format, options, opened.own));
    await blocks.serve(opened.library, opened.version, own.length > 0 ? own : opened.kernels);
}

main().catch(error => blocks.refuse('ganloss-node: ' + error.message));

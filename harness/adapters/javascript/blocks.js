/* blocks.js -- what ganloss and a program in JavaScript say to each other, without mapped memory: arrays go through the
   descriptors. harness/foreign/README.md is the protocol. */
'use strict';
const fs = require('fs');

const REQUESTS = 3, ANSWERS = 4;
const REQUEST_BYTES = 64, ANSWER_BYTES = 16;
const FINE = 0, RAISED = 1;
const MISSING = 69; // the exit status for a package or capability that is not there

const TYPES = {f32: Float32Array, f64: Float64Array};

/** Whether ganloss started this program, or a person, by hand. */
function isAsked() {
    try {
        return fs.fstatSync(REQUESTS).isFIFO() && fs.fstatSync(ANSWERS).isFIFO();
    } catch {
        return false;
    }
}

function writeAll(bytes) {
    for (let done = 0; done < bytes.length;)
        done += fs.writeSync(ANSWERS, bytes, done);
}

/** False: there is no more. */
function readAll(bytes) {
    for (let done = 0; done < bytes.length;) {
        const now = fs.readSync(REQUESTS, bytes, done, bytes.length - done, null);
        if (now === 0)
            return false;
        done += now;
    }
    return true;
}

function bytesOf(array) {
    return Buffer.from(array.buffer, array.byteOffset, array.byteLength);
}

/** Ends the program. What it cannot do is its hello, so that ganloss says it in one line. */
function refuse(why) {
    why = String(why).split('\n')[0];
    if (isAsked())
        writeAll(Buffer.from(JSON.stringify({ganloss: 1, error: why}) + '\n'));
    else
        console.error(why);
    process.exit(MISSING);
}

/** n elements from the descriptor, into memory that is kept. */
function reader(Type, kept) {
    return n => {
        if (!kept[Type.name] || kept[Type.name].length < n)
            kept[Type.name] = new Type(n);
        const array = kept[Type.name].subarray(0, n);
        return readAll(bytesOf(array)) ? array : null;
    };
}

/** What goes to ganloss of one output: n elements in the kernel's format. */
function checked(what, name, Type, n) {
    if (what === undefined || what === null || what.length !== n)
        throw new Error(`${n} elements of ${name} are expected, it gave ${what && what.length}`);
    return what instanceof Type ? what : Type.from(what);
}

/** Says hello and answers until ganloss is done. kernels: {row, takesLabel, call(x, y) giving {loss, grad} or a promise of it}. */
async function serve(library, version, kernels) {
    if (!isAsked())
        refuse('this program answers blocks: start it by ganloss, with --exec (--help says more)');
    process.on('SIGINT', () => {}); // ganloss ends it
    writeAll(Buffer.from(JSON.stringify({ganloss: 1, library, version, memory: false, kernels: kernels.map(k => k.row)}) + '\n'));
    const request = Buffer.alloc(REQUEST_BYTES), answer = Buffer.alloc(ANSWER_BYTES);
    const keptX = {}, keptY = {}, told = new Set();
    while (readAll(request)) {
        const kernel = kernels[request.readUInt32LE(8)], n = request.readUInt32LE(12), repeat = request.readUInt32LE(16);
        const {row} = kernel, Type = TYPES[row.format];
        const x = reader(Type, keptX)(n), y = kernel.takesLabel ? reader(Type, keptY)(n) : undefined;
        let status = FINE;
        const outputs = [];
        try {
            const losses = row.kind === 'mean' ? Math.min(n, 1) : n; // one mean of all
            let result = {loss: new Type(losses), grad: new Type(n)};
            for (let i = 0; i < repeat; i++)
                result = await kernel.call(x, y);
            for (const [name, count] of [['loss', losses], ['grad', n]])
                if (row[name] !== false)
                    outputs.push(checked(result[name], name, Type, count));
        } catch (error) {
            status = RAISED;
            const text = `${library}: ${row.term}/${row.variant}/${row.format}: ${String(error.message).split('\n')[0]}`;
            if (!told.has(text))
                console.error(text);
            told.add(text);
        }
        request.copy(answer, 0, 0, 8);
        answer.writeUInt32LE(status, 8);
        writeAll(answer);
        if (status === FINE)
            outputs.forEach(array => writeAll(bytesOf(array)));
    }
}

module.exports = {serve, refuse, TYPES};

/* onnx_model.js -- a model for ONNX Runtime, of a list of nodes [operator, inputs, output], as the bytes of a ModelProto
   (onnx.proto): fields are numbered, a number is a varint, a text or a message is its length and its bytes. */
'use strict';

const IR_VERSION = 8, OPERATORS = 17; // ONNX 1.12 and all since
const ELEMENT = {f32: 1, f64: 11};   // TensorProto.DataType

function varint(number) {
    const bytes = [];
    for (; number > 127; number = Math.floor(number / 128))
        bytes.push(number % 128 + 128);
    return Buffer.from([...bytes, number]);
}

const number = (field, value) => Buffer.concat([varint(field * 8), varint(value)]);

function message(field, ...parts) {
    const body = Buffer.concat(parts);
    return Buffer.concat([varint(field * 8 + 2), varint(body.length), body]);
}

const text = (field, value) => message(field, Buffer.from(value));

/** ValueInfoProto of a vector of n elements: its name, element type and shape. */
function vector(field, name, format) {
    const shape = message(2, message(1, text(2, 'n')));
    return message(field, text(1, name), message(2, message(1, number(1, ELEMENT[format]), shape)));
}

/** TensorProto of one number. */
function constant(name, value, format) {
    const bytes = format === 'f32' ? Buffer.from(Float32Array.of(value).buffer) : Buffer.from(Float64Array.of(value).buffer);
    return message(5, number(2, ELEMENT[format]), text(8, name), message(9, bytes));
}

/** inputs and outputs: names; constants: {name: number}. */
function model(format, nodes, inputs, outputs, constants) {
    const graph = message(7,
        ...nodes.map(([operator, from, to]) =>
            message(1, ...from.map(name => text(1, name)), text(2, to), text(4, operator))),
        text(2, 'loss'),
        ...Object.entries(constants).map(([name, value]) => constant(name, value, format)),
        ...inputs.map(name => vector(11, name, format)),
        ...outputs.map(name => vector(12, name, format)));
    return Buffer.concat([number(1, IR_VERSION), graph, message(8, number(2, OPERATORS))]);
}

module.exports = {model};

import type { NamedTensors } from '../../src/contract/tensors.ts';
import type { EncoderSizes } from '../../src/kernels/encoders/attention-encoder.ts';
import { LAYER_NORM_EPSILON } from '../../src/kernels/encoders/layer-norm.ts';
import { Message } from './protobuf.ts';

const FLOAT = 1;

/** Field numbers of onnx.proto. */
const MODEL = { irVersion: 1, graph: 7, opset: 8 } as const;
const GRAPH = { node: 1, name: 2, initializer: 5, input: 11, output: 12 } as const;
const NODE = { input: 1, output: 2, type: 4, attribute: 5 } as const;
const ATTRIBUTE = { name: 1, float: 2, int: 3, ints: 8, type: 20 } as const;
const TENSOR = { dims: 1, type: 2, name: 8, raw: 9 } as const;

type Attributes = Record<string, { int: number } | { float: number } | { ints: number[] }>;

/**
 * The encoder of the attention model (src/learning/models/attention-encoder.ts) as an ONNX file, for windows of one length and one head.
 * Input `x` [length, width]: item vectors, already scaled. Output `states` [length, width].
 */
export function onnxEncoder(weights: NamedTensors, shape: EncoderSizes, length: number): Uint8Array<ArrayBuffer> {
  if (shape.heads !== 1) throw new RangeError('one head only');
  const graph = new Message().text(GRAPH.name, 'encoder');
  const sizes = [length, shape.width];
  let made = 0;

  const tensor = (name: string, dims: readonly number[], data: Float32Array): string => {
    const message = new Message();
    for (const dim of dims) message.int(TENSOR.dims, dim);
    message.int(TENSOR.type, FLOAT).text(TENSOR.name, name);
    graph.message(GRAPH.initializer, message.bytes(TENSOR.raw, new Uint8Array(data.slice().buffer)));
    return name;
  };
  const node = (type: string, inputs: string[], attributes: Attributes = {}, output = `${type}${made++}`): string => {
    const message = new Message();
    for (const input of inputs) message.text(NODE.input, input);
    message.text(NODE.output, output).text(NODE.type, type);
    for (const [name, value] of Object.entries(attributes)) message.message(NODE.attribute, attribute(name, value));
    graph.message(GRAPH.node, message);
    return output;
  };
  for (const [name, { shape, data }] of Object.entries(weights)) if (name !== 'positions') tensor(name, shape, data);
  const linear = (name: string, x: string): string =>
    node('Add', [node('MatMul', [x, `${name}.weights`]), `${name}.bias`]);
  const norm = (name: string, x: string, output?: string): string =>
    node(
      'LayerNormalization',
      [x, `${name}.gain`, `${name}.bias`],
      { axis: { int: 1 }, epsilon: { float: LAYER_NORM_EPSILON } },
      output,
    );

  const mask = new Float32Array(length * length);
  for (let row = 0; row < length; row++) mask.fill(-1e9, row * length + row + 1, (row + 1) * length);
  tensor('mask', [length, length], mask);
  tensor('scale', [1], Float32Array.of(1 / Math.sqrt(shape.width)));
  tensor('positions', sizes, weights.positions.data.subarray(0, length * shape.width));

  let h = node('Add', ['x', 'positions']);
  for (let block = 0; block < shape.blocks; block++) {
    const normal = norm(`${block}.attentionNorm`, h);
    const [query, key, value] = ['query', 'key', 'value'].map((name) => linear(`${block}.${name}`, normal));
    const turned = node('Transpose', [key], { perm: { ints: [1, 0] } });
    const logits = node('Add', [node('Mul', [node('MatMul', [query, turned]), 'scale']), 'mask']);
    const attended = node('MatMul', [node('Softmax', [logits], { axis: { int: 1 } }), value]);
    h = node('Add', [h, linear(`${block}.output`, attended)]);
    const up = node('Relu', [linear(`${block}.up`, norm(`${block}.feedNorm`, h))]);
    h = node('Add', [h, linear(`${block}.down`, up)]);
  }
  norm('norm', h, 'states');

  graph.message(GRAPH.input, valueInfo('x', sizes)).message(GRAPH.output, valueInfo('states', sizes));
  return new Message()
    .int(MODEL.irVersion, 8)
    .message(MODEL.opset, new Message().text(1, '').int(2, 17))
    .message(MODEL.graph, graph)
    .end();
}

function attribute(name: string, value: Attributes[string]): Message {
  const message = new Message().text(ATTRIBUTE.name, name);
  if ('float' in value) return message.float(ATTRIBUTE.float, value.float).int(ATTRIBUTE.type, 1);
  if ('int' in value) return message.int(ATTRIBUTE.int, value.int).int(ATTRIBUTE.type, 2);
  for (const int of value.ints) message.int(ATTRIBUTE.ints, int);
  return message.int(ATTRIBUTE.type, 7);
}

/** A float tensor's name and shape. */
function valueInfo(name: string, dims: readonly number[]): Message {
  const shape = new Message();
  for (const dim of dims) shape.message(1, new Message().int(1, dim));
  const type = new Message().message(1, new Message().int(1, FLOAT).message(2, shape));
  return new Message().text(1, name).message(2, type);
}

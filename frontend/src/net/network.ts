import { OPERATORS } from "./operators";
import { product } from "./parse";
import { type Activations, expect, type Graph, type Layer } from "./types";
import type { GraphNode, Operation, Tensor } from "./types";

/** A network ready to run, which keeps what every layer made of the picture. */
export class Network {
  /** The nodes in the order in which they run; what only unpacks weights is none. */
  readonly layers: Layer[] = [];
  readonly #operations: Operation[] = [];
  readonly #graph: Graph;

  /** @throws ModelError where the graph asks for what this runtime does not do. */
  constructor(graph: Graph) {
    this.#graph = graph;
    const constants = new Map(graph.constants);
    for (const node of graph.nodes) {
      if (node.op === "DequantizeLinear") constants.set(node.outputs[0], unpack(node, constants));
      else this.#append(node, constants);
    }
  }

  #append(node: GraphNode, constants: Map<string, Tensor>): void {
    const { name, op, attributes } = node;
    const maker = OPERATORS.get(op);
    const known = [...OPERATORS.keys()].join(", ");
    expect(maker !== undefined, `unknown operator '${op}' in '${name}'; known: ${known}`);
    const inputs = node.inputs.filter((each) => !constants.has(each));
    const parameters = node.inputs.filter((each) => constants.has(each));
    const [weights, bias] = node.inputs.flatMap((each) => constants.get(each) ?? []);
    const held = { ...(weights && { weights }), ...(bias && { bias }) };
    const output = node.outputs[0];
    this.layers.push({ name, op, inputs, output, attributes, parameters, ...held });
    this.#operations.push(maker(attributes, weights, bias));
  }

  /**
   * Run one picture.
   *
   * @param image (28 * 28) in 0..1, 1 = ink.
   * @returns the picture and each layer's output, which no later run touches.
   */
  run(image: Float32Array): Activations {
    const { input, inputShape: shape } = this.#graph;
    const size = product(shape);
    expect(image.length === size, `a picture has ${image.length} pixels, expected ${size}`);
    const activations: Activations = new Map([[input, { data: image, shape }]]);
    this.layers.forEach((layer, place) => {
      const inputs = layer.inputs.map((name) => this.#find(activations, name));
      activations.set(layer.output, this.#operations[place](...inputs));
    });
    return activations;
  }

  /** The scores of one run: (11), the ten digits and 'not a digit'. */
  logits(activations: Activations): Float32Array {
    return this.#find(activations, this.#graph.output).data;
  }

  #find(activations: Activations, name: string): Tensor {
    const found = activations.get(name);
    expect(found !== undefined, `no operator writes '${name}' before it is read`);
    return found;
  }
}

/** Weights stored as int8, times the scale of their output channel. */
function unpack(node: GraphNode, constants: Map<string, Tensor>): Tensor {
  const [stored, scale, zero] = node.inputs.map((name) => constants.get(name));
  const good = stored !== undefined && scale !== undefined && node.attributes.axis === 0;
  expect(good, `'${node.name}' does not scale constant weights along axis 0`);
  const each = stored.data.length / scale.data.length;
  const data = stored.data.map((value, i) => {
    const channel = Math.floor(i / each);
    return (value - (zero?.data[channel] ?? 0)) * scale.data[channel];
  });
  return { data, shape: stored.shape };
}

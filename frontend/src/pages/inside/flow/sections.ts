/** The arithmetic of one number -> what the page writes of it: sections of grids and lines. */

import { fixed, softmax, type Account, type Part, type Unit } from "../../../arithmetic";

/** Which meaning the colours of a grid have. */
export type Tint = "ink" | "activation" | "signed";

/** A rectangle of numbers, at most 8 in a row. */
export interface Grid {
  name: "values" | "weights" | "products" | "sums" | "softmax";
  caption: string;
  /** Over the columns; [] where they need no names. */
  heads: readonly string[];
  columns: number;
  /** What the colours stand for; NaN for a cell without. */
  values: readonly number[];
  texts: readonly string[];
  tint: Tint;
  /** What the last colour means. */
  peak: number;
  /** The cell that matters most; -1 for none. */
  chosen: number;
}

export interface Line {
  label: string;
  text: string;
  /** Whether it is what the section comes to. */
  isResult: boolean;
}

export interface Section {
  title: string;
  formula: string;
  grids: Grid[];
  /** What stands between the grids: '×', '='. */
  signs: string[];
  lines: Line[];
  /** Numbers that it was made of, each with its own arithmetic. */
  opens: Unit[];
}

/** How a number's inputs are to be looked at. */
export interface Look {
  /** Which part of what comes in is looked at. */
  part: number;
  /** How many of its products are made; all where it is not less than there are. */
  step: number;
  /** The tint of what comes in, and what its last colour means. */
  tint: Tint;
  peak: number;
  /** 'map', 'unit' or 'square': what a part is called. */
  noun: string;
  /** What comes in, in a few words: 'patch of the picture'. */
  source: string;
  /** What a weighted sum comes to: 'Before ReLU', 'Score'. */
  outcome: string;
}

/** The sections of an operator's arithmetic. */
export function sectionsOf(account: Account, look: Look): Section[] {
  switch (account.op) {
    case "Conv":
    case "Gemm":
      return [products(account.op, account.parts, look), total(account, look)];
    case "GlobalAveragePool":
      return mean(account, look);
    case "MaxPool":
      return [largest(account, look)];
    case "Relu":
      return [relu(account.input, account.value)];
    case "Add":
      return [added(account)];
  }
}

/** The section that turns eleven scores into probabilities. */
export function softmaxSection(
  logits: ArrayLike<number>,
  temperature: number,
  chosen: number,
): Section {
  const { cooled, powers, sum, probabilities } = softmax(logits, temperature);
  const names = [..."0123456789", "∅"];
  const rows = names.flatMap((name, i) => [
    name,
    fixed(logits[i]!),
    fixed(cooled[i]!),
    fixed(powers[i]!),
    fixed(probabilities[i]!),
  ]);
  const values = names.flatMap((_, i) => [NaN, NaN, NaN, NaN, probabilities[i]!]);
  const grid: Grid = {
    name: "softmax",
    caption: "scores and probabilities",
    heads: ["", "score z", "z ÷ T", "e^(z ÷ T)", "p"],
    columns: 5,
    values,
    texts: rows,
    tint: "activation",
    peak: 1,
    chosen: 5 * chosen + 4,
  };
  return {
    title: "Softmax: scores become probabilities",
    formula: "p = e^(z ÷ T) ÷ sum of all e^(z ÷ T), with temperature T",
    grids: [grid],
    signs: [],
    lines: [
      line("Temperature T", fixed(temperature)),
      line("Sum of all e^(z ÷ T)", fixed(sum)),
      line(`${fixed(powers[chosen]!)} ÷ ${fixed(sum)}`, fixed(probabilities[chosen]!), true),
    ],
    opens: [],
  };
}

function products(op: "Conv" | "Gemm", parts: readonly Part[], look: Look): Section {
  const part = parts[look.part]!;
  const { values, weights, products } = part;
  const done = Math.min(look.step, products.length);
  const now = done < products.length ? done - 1 : -1;
  const most = (name: "weights" | "products"): number =>
    Math.max(...parts.flatMap((one) => one[name].map(Math.abs)));
  const { columns } = part;
  const grid = (
    name: Grid["name"],
    caption: string,
    numbers: number[],
    tint: Tint,
    peak: number,
    shown = numbers.length,
  ): Grid => {
    const texts = numbers.map((value, i) => (i < shown ? fixed(value) : ""));
    const kept = numbers.map((value, i) => (i < shown ? value : 0));
    return { name, caption, heads: [], columns, values: kept, texts, tint, peak, chosen: now };
  };
  const what = op === "Conv" ? "kernel" : "weights";
  const lines = [line(`Sum of the ${values.length} products`, fixed(part.sum), true)];
  if (done < products.length) {
    const sofar = products.slice(0, done).reduce((sum, value) => sum + value, 0);
    const step = now < 0 ? "" : `${fixed(values[now]!)} × ${paren(weights[now]!)} = `;
    lines.unshift(
      line(`Product ${done} of ${products.length}`, now < 0 ? "" : step + fixed(products[now]!)),
      line("Sum so far", fixed(sofar)),
    );
  }
  return {
    title: `Multiply: ${partName(part, look.noun)}`,
    formula: `each number × its ${op === "Conv" ? "place in the kernel" : "weight"}, then all added`,
    grids: [
      grid("values", look.source, values, look.tint, look.peak),
      grid("weights", what, weights, "signed", most("weights")),
      grid("products", "products", products, "signed", most("products"), done),
    ],
    signs: ["×", "="],
    lines,
    opens: [],
  };
}

function total(account: Extract<Account, { bias: number }>, look: Look): Section {
  const { parts, bias, value } = account;
  const sums = parts.map((part) => part.sum);
  const sum = sums.reduce((all, each) => all + each, 0);
  const isMany = parts.length > 1;
  const many = `${parts.length} ${look.noun}s`;
  const isConv = account.op === "Conv";
  const folded = isConv ? "; a batch norm, where there was one, is folded into both" : "";
  return {
    title: isMany ? `Add up: all ${many}, and the bias` : "Add the bias",
    formula: (isMany ? `sum of the ${many} + bias` : "sum of the products + bias") + folded,
    grids: isMany ? [sumsGrid(parts, look)] : [],
    signs: [],
    lines: [
      line(isMany ? `Sum of the ${many}` : "Sum of the products", fixed(sum)),
      line("Bias", fixed(bias)),
      line(look.outcome, fixed(value), true),
    ],
    opens: [],
  };
}

function sumsGrid(parts: readonly Part[], look: Look): Grid {
  const sums = parts.map((part) => part.sum);
  return {
    name: "sums",
    caption: `sum of each ${look.noun}; pick one to see its products`,
    heads: [],
    columns: Math.min(8, parts.length),
    values: sums,
    texts: sums.map((sum) => fixed(sum)),
    tint: "signed",
    peak: Math.max(...sums.map(Math.abs)),
    chosen: look.part,
  };
}

function mean(account: Extract<Account, { count: number }>, look: Look): Section[] {
  const { parts, count, value } = account;
  const part = parts[look.part]!;
  const sum = parts.reduce((all, each) => all + each.sum, 0);
  const isMany = parts.length > 1;
  return [
    {
      title: "Mean of the map",
      formula: `all ${count} numbers added, divided by ${count}`,
      grids: [valuesGrid(part, look), ...(isMany ? [sumsGrid(parts, look)] : [])],
      signs: [],
      lines: [
        ...(isMany ? [line("Sum of this square", fixed(part.sum))] : []),
        line("Sum of the map", fixed(sum)),
        line(`÷ ${count}`, fixed(value), true),
      ],
      opens: [],
    },
  ];
}

function largest(account: Extract<Account, { largest: number }>, look: Look): Section {
  const grid = { ...valuesGrid(account.part, look), chosen: account.largest };
  return {
    title: "Largest of the window",
    formula: "max of the numbers under the window",
    grids: [grid],
    signs: [],
    lines: [line("Largest", fixed(account.value), true)],
    opens: [],
  };
}

function relu(input: number, value: number): Section {
  return {
    title: "ReLU: nothing below zero",
    formula: "max(0, x)",
    grids: [],
    signs: [],
    lines: [line(`max(0, ${fixed(input)})`, fixed(value), true)],
    opens: [],
  };
}

function added({ terms, value }: Extract<Account, { op: "Add" }>): Section {
  const sum = terms.map((term, i) => (i ? paren(term.value) : fixed(term.value))).join(" + ");
  return {
    title: "Add the shortcut",
    formula: "what came past the layers + what they found",
    grids: [],
    signs: [],
    lines: [line(sum, fixed(value), true)],
    opens: terms.map((term) => term.unit),
  };
}

function valuesGrid(part: Part, look: Look): Grid {
  return {
    name: "values",
    caption: look.source,
    heads: [],
    columns: part.columns,
    values: part.values,
    texts: part.values.map((value) => fixed(value)),
    tint: look.tint,
    peak: look.peak,
    chosen: -1,
  };
}

/** 'map 3', 'units 1 to 64', 'map 1, row 8, column 15'. */
export function partName(part: Part, noun: string): string {
  const { kind, channel, row, column, values } = part;
  if (kind === "units") return `units ${channel + 1} to ${channel + values.length}`;
  const from = `row ${row + 1}, column ${column + 1}`;
  return noun === "square" ? `square from ${from}` : `map ${channel + 1}, from ${from}`;
}

const paren = (value: number): string =>
  fixed(value).startsWith("−") ? `(${fixed(value)})` : fixed(value);

const line = (label: string, text: string, isResult = false): Line => ({ label, text, isResult });

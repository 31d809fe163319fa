import { findInk, type Glyph, type InkMap, normalise, segment } from "../imaging";
import { ModelError, Network, parseModel } from "../net";
import { checkCard, type ModelCard, thresholdFor } from "./card";
import { calibrate, isOneDigit, NOT_A_DIGIT } from "./decide";
import { ontoPage, product, union } from "./parts";
import type { BoxRow, BrowserDigit, BrowserReading, BrowserRejected } from "./types";
import type { DigitGroup, Seen } from "./types";

/** Share of accepted digits that may be wrong. */
const ERROR_RATE = 0.001;

/** Reads drawings in the browser, with the file of weights that Python uses. */
export class BrowserReader {
  readonly threshold: number;
  /** What the last drawing held: while one digit is drawn, those beside it stay as they are. */
  #seen: Seen[] = [];

  constructor(
    readonly network: Network,
    readonly card: ModelCard,
  ) {
    this.threshold = thresholdFor(card, ERROR_RATE);
  }

  /**
   * Fetch a model and its card.
   *
   * @throws ModelError where one of them cannot be had or used.
   */
  static async load(modelUrl: string, cardUrl: string): Promise<BrowserReader> {
    const [model, card] = await Promise.all([fetched(modelUrl), fetched(cardUrl)]);
    const [bytes, entries] = await Promise.all([
      model.arrayBuffer(),
      card.json().catch(() => null),
    ]);
    return new BrowserReader(new Network(parseModel(bytes)), checkCard(entries));
  }

  /** Read a drawing; one without numbers is blank. */
  read(drawing: InkMap): BrowserReading {
    const started = performance.now();
    const { ink, scale } = findInk(drawing);
    const before = this.#seen;
    this.#seen = [];
    const toPage = ontoPage(drawing, scale);
    const desk = new Desk(this.threshold, (glyph) => this.#judge(glyph, before), toPage);
    const found = segment(ink).map((line) => line.flatMap((number) => desk.readNumber(number)));
    const lines = found.filter((line) => line.length);
    const numbers = lines.flat();
    return {
      text: lines.map((line) => line.map((number) => number.text).join(" ")).join("\n"),
      confidence: numbers.length ? product(numbers.map((number) => number.confidence)) : 0,
      accepted: numbers.length > 0 && numbers.every((number) => number.accepted),
      numbers,
      rejected: desk.rejected,
      image: { width: drawing.width, height: drawing.height, polarity: "dark-on-light" },
      model: this.card.name,
      milliseconds: performance.now() - started,
    };
  }

  #judge(glyph: Glyph, before: Seen[]): Seen {
    const picture = normalise(glyph.ink);
    const known = before.find((seen) => picture.every((value, i) => value === seen.picture[i]));
    const seen = known ?? this.#run(picture);
    this.#seen.push(seen);
    return seen;
  }

  #run(picture: Float32Array): Seen {
    const activations = this.network.run(picture);
    const row = calibrate(this.network.logits(activations), this.card.temperature);
    const probabilities = row.slice(0, NOT_A_DIGIT);
    return { picture, activations, probabilities, not_a_digit: row[NOT_A_DIGIT] };
  }
}

/** Reads glyphs one after another, and puts aside what is no digit. */
class Desk {
  readonly rejected: BrowserRejected[] = [];

  constructor(
    readonly threshold: number,
    readonly judge: (glyph: Glyph) => Seen,
    readonly toPage: (glyph: Glyph) => BoxRow,
  ) {}

  /** Read one number; what is no digit inside it ends it and the next digit starts anew. */
  readNumber(glyphs: Glyph[]): DigitGroup<BrowserDigit>[] {
    const runs: BrowserDigit[][] = [[]];
    for (const digit of glyphs.flatMap((glyph) => this.#readGlyph(glyph))) {
      if (digit) runs[runs.length - 1].push(digit);
      else runs.push([]);
    }
    return runs.filter((run) => run.length).map(groupOf);
  }

  #readGlyph(glyph: Glyph): (BrowserDigit | null)[] {
    const whole = this.judge(glyph);
    const parts = glyph.parts.map((part) => ({ part, seen: this.judge(part) }));
    const rows = parts.map(({ seen }) => seen.probabilities);
    if (!parts.length || isOneDigit(whole.probabilities, rows)) {
      return [this.#readMark(glyph, whole)];
    }
    return parts.map(({ part, seen }) => this.#readMark(part, seen));
  }

  #readMark(glyph: Glyph, seen: Seen): BrowserDigit | null {
    const box = this.toPage(glyph);
    const confidence = Math.max(...seen.probabilities);
    if (seen.not_a_digit > confidence) {
      this.rejected.push({ box, reason: "not a digit", ...seen });
      return null;
    }
    const value = seen.probabilities.indexOf(confidence);
    return { value, confidence, box, accepted: confidence >= this.threshold, ...seen };
  }
}

function groupOf(digits: BrowserDigit[]): DigitGroup<BrowserDigit> {
  return {
    text: digits.map((digit) => digit.value).join(""),
    confidence: product(digits.map((digit) => digit.confidence)),
    accepted: digits.every((digit) => digit.accepted),
    box: union(digits.map((digit) => digit.box)),
    digits,
  };
}

async function fetched(url: string): Promise<Response> {
  const answer = await fetch(url).catch(() => null);
  if (!answer?.ok) throw new ModelError(`the model could not be fetched from ${url}`);
  return answer;
}

/** What is typed into the fields of a new run -> settings, or a problem beside its field. */

export interface Rule {
  low: number;
  high: number;
  isWhole: boolean;
}

/** Why a text is no value for a field; "" where it is one, or empty. */
export function problemOf(text: string, { low, high, isWhole }: Rule): string {
  const trimmed = text.trim();
  if (!trimmed) return "";
  const value = Number(trimmed);
  const isIn = Number.isFinite(value) && value >= low && value <= high;
  if (isIn && (!isWhole || Number.isInteger(value))) return "";
  const kind = isWhole ? "a whole number" : "a number";
  return `Choose ${kind} from ${low.toLocaleString("en")} to ${high.toLocaleString("en")}.`;
}

/** The field that a refusal of the server speaks of, by the setting that its words begin with. */
export function fieldOf(words: string, names: readonly string[]): string | null {
  const first = /^[\w ]+?(?= is | has | of |:)/.exec(words)?.[0] ?? "";
  const name = first.trim().toLowerCase().replaceAll(" ", "_");
  return names.includes(name) ? name : null;
}

export class Fields {
  private readonly inputs: HTMLInputElement[];

  constructor(private readonly form: HTMLFormElement) {
    this.inputs = [...form.querySelectorAll<HTMLInputElement>("[data-setting]")];
    for (const input of this.inputs) {
      input.addEventListener("change", () => this.check(input));
      input.addEventListener("input", () => {
        if (input.getAttribute("aria-invalid")) this.check(input);
      });
    }
  }

  /** Show what the chosen network does where a field is left empty. */
  suggest(defaults: Readonly<Record<string, number>>): void {
    for (const input of this.inputs) {
      const value = defaults[input.name];
      if (value !== undefined) input.placeholder = String(value);
    }
  }

  /** Check all; the first with a problem gets the focus. */
  areGood(): boolean {
    const bad = this.inputs.filter((input) => !this.check(input));
    bad[0]?.closest("details")?.setAttribute("open", "");
    bad[0]?.focus();
    return bad.length === 0;
  }

  /** Settings that are filled in, by name. */
  get values(): Record<string, number | boolean> {
    const found: Record<string, number | boolean> = {};
    for (const input of this.inputs) {
      if (input.type === "checkbox") found[input.name] = input.checked;
      else if (input.value.trim()) found[input.name] = Number(input.value);
    }
    return found;
  }

  /** Show a refusal of the server at its field; false where it speaks of none. */
  refuse(words: string): boolean {
    const name = fieldOf(
      words,
      this.inputs.map((input) => input.name),
    );
    const input = this.inputs.find((one) => one.name === name);
    if (!input) return false;
    this.mark(input, words);
    input.closest("details")?.setAttribute("open", "");
    input.focus();
    return true;
  }

  private check(input: HTMLInputElement): boolean {
    const { low, high, whole } = input.dataset;
    if (low === undefined || high === undefined) return true;
    const rule = { low: Number(low), high: Number(high), isWhole: whole !== undefined };
    const text = input.validity.badInput ? "no number" : input.value;
    const problem = problemOf(text, rule);
    this.mark(input, problem);
    return !problem;
  }

  private mark(input: HTMLInputElement, problem: string): void {
    const place = this.form.querySelector<HTMLElement>(`#${input.id}-error`)!;
    place.hidden = !problem;
    place.querySelector("span")!.textContent = problem;
    if (problem) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  }
}

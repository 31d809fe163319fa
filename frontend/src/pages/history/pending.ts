/** A correction being typed: a text, and the one digit in it that is marked. */

export interface Pending {
  readonly text: string;
  /** Place of the marked digit in the text; -1 where there is none. */
  readonly mark: number;
}

/** Begin with what was read, or what it was corrected to; the mark lies on a digit. */
export function begin(text: string, mark: number): Pending {
  const sound = /\d/.test(text[mark] ?? "") ? mark : text.search(/\d/);
  return { text, mark: sound };
}

/** Put a digit in the place of the marked one; at the end where there is none. */
export function put({ text, mark }: Pending, digit: string): Pending {
  if (mark < 0) return { text: text + digit, mark: text.length };
  return { text: text.slice(0, mark) + digit + text.slice(mark + 1), mark };
}

/** The marked one is no digit: it goes, and the mark stays near. */
export function drop({ text, mark }: Pending): Pending {
  if (mark < 0) return { text: "", mark: -1 };
  const rest = tidy(text.slice(0, mark) + text.slice(mark + 1));
  return begin(rest, Math.min(mark, rest.length - 1));
}

/** Mark the next digit to the right (1) or to the left (-1); spaces are passed over. */
export function move({ text, mark }: Pending, by: 1 | -1): Pending {
  for (let place = mark + by; place >= 0 && place < text.length; place += by) {
    if (text[place] !== " ") return { text, mark: place };
  }
  return { text, mark };
}

/** One space between numbers, none around. */
export function tidy(text: string): string {
  return text.split(" ").filter(Boolean).join(" ");
}

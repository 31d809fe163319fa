/** Small helpers for elements. */

/** The element of a selector, which the page's template holds. */
export function find<T extends Element = HTMLElement>(root: ParentNode, selector: string): T {
  const found = root.querySelector<T>(selector);
  if (!found) throw new Error(`the page has no ${selector}`);
  return found;
}

/** Make an element with attributes (a property where the value is a boolean) and children. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** Set a text where it differs: what stays is not announced again. */
export function say(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** Keep as many elements in a list as are needed, made by `add` and taken from the end. */
export function resized<T extends Element>(list: T[], count: number, add: () => T): T[] {
  while (list.length > count) list.pop()!.remove();
  while (list.length < count) list.push(add());
  return list;
}

/** A word kept from visit to visit; null where the browser keeps none. */
export function remembered(key: string): string | null {
  try {
    return localStorage.getItem(`tenfold-${key}`);
  } catch {
    return null;
  }
}

export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(`tenfold-${key}`, value);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}

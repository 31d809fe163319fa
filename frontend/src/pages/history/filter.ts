/** The filter acts while it is typed and chosen; its state stands in the address. */

import type { List } from "./list";

const REST_MS = 200;

export function listenToFilter(list: List): void {
  const form = document.getElementById("filter") as HTMLFormElement | null;
  if (!form) return;
  for (const button of form.querySelectorAll<HTMLElement>("[data-only-without-script]"))
    button.hidden = true;
  let timer = 0;
  const apply = (): void => {
    clearTimeout(timer);
    void list.load(`?${address(form)}`, "replace");
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    apply();
    list.row?.focus();
  });
  form.addEventListener("change", apply);
  form.addEventListener("input", (event) => {
    if ((event.target as HTMLElement).id !== "filter_q") return;
    clearTimeout(timer);
    timer = window.setTimeout(apply, REST_MS);
  });
}

/** The fields in use, as the query of an address. */
function address(form: HTMLFormElement): string {
  const used = [...new FormData(form)].filter(([, value]) => value !== "");
  return new URLSearchParams(used as [string, string][]).toString();
}

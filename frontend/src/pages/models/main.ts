import { waitForImport } from "./importing";
import { offerInt8 } from "./int8";
import { TryPad } from "./try-pad";
import { Comparison } from "./verdict";

const all = (selector: string): HTMLElement[] => [
  ...document.querySelectorAll<HTMLElement>(selector),
];

for (const root of all("[data-try]")) new TryPad(root);
for (const root of all("[data-verdict]")) new Comparison(root);
for (const button of all("[data-int8]")) offerInt8(button as HTMLButtonElement);
for (const notice of all("[data-importing]")) waitForImport(notice);

import type { Overview } from "./overview";
export function chartSvg(_overview: Overview): string | null {
  return null;
}

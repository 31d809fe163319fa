/** Boxes around the marks on the pad. */

import type { Band } from "./items";

export interface Frame {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Room between ink and box, in pixels of the page. */
const PADDING = 8;

/**
 * Give boxes room, and let neighbours meet at the line midway between their ink.
 *
 * @param boxes - around ink, in pixels of the pad, in any order.
 * @param width - of the pad; boxes stay 2 px within it.
 */
export function framed(boxes: readonly Frame[], width: number, height: number): Frame[] {
  const frames = boxes.map((box) => ({
    left: Math.max(box.left - PADDING, 2),
    top: Math.max(box.top - PADDING, 2),
    right: Math.min(box.right + PADDING, width - 2),
    bottom: Math.min(box.bottom + PADDING, height - 2),
  }));
  for (let i = 0; i < boxes.length; i++) {
    for (let j = 0; j < boxes.length; j++) {
      if (i !== j) meet(boxes[i]!, boxes[j]!, frames[i]!, frames[j]!);
    }
  }
  return frames;
}

/** Where the first box stands left of, or above, the second, neither crosses the line between. */
function meet(a: Frame, b: Frame, frameA: Frame, frameB: Frame): void {
  if (a.right <= b.left && overlap(frameA.top, frameA.bottom, frameB.top, frameB.bottom)) {
    const middle = (a.right + b.left) / 2;
    frameA.right = Math.min(frameA.right, middle);
    frameB.left = Math.max(frameB.left, middle);
  } else if (a.bottom <= b.top && overlap(frameA.left, frameA.right, frameB.left, frameB.right)) {
    const middle = (a.bottom + b.top) / 2;
    frameA.bottom = Math.min(frameA.bottom, middle);
    frameB.top = Math.max(frameB.top, middle);
  }
}

const overlap = (a: number, aEnd: number, b: number, bEnd: number): boolean => a < bEnd && b < aEnd;

const SVG = "http://www.w3.org/2000/svg";

export interface Marked extends Frame {
  band: Band;
  label: string;
  isSelected: boolean;
}

/** Draws boxes over the pad, as elements, so that the theme's colours hold by themselves. */
export class BoxLayer {
  private readonly groups: SVGGElement[] = [];

  constructor(private readonly svg: SVGSVGElement) {}

  show(boxes: readonly Marked[]): void {
    while (this.groups.length > boxes.length) this.groups.pop()!.remove();
    while (this.groups.length < boxes.length) this.groups.push(this.add());
    boxes.forEach((box, i) => place(this.groups[i]!, box));
  }

  private add(): SVGGElement {
    const group = document.createElementNS(SVG, "g");
    const rect = document.createElementNS(SVG, "rect");
    rect.setAttribute("rx", "8");
    group.append(rect, document.createElementNS(SVG, "text"));
    this.svg.append(group);
    return group;
  }
}

function place(group: SVGGElement, box: Marked): void {
  const [rect, text] = group.children as unknown as [SVGRectElement, SVGTextElement];
  group.setAttribute("class", `box is-${box.band}${box.isSelected ? " is-selected" : ""}`);
  rect.setAttribute("x", box.left.toFixed(1));
  rect.setAttribute("y", box.top.toFixed(1));
  rect.setAttribute("width", Math.max(box.right - box.left, 0).toFixed(1));
  rect.setAttribute("height", Math.max(box.bottom - box.top, 0).toFixed(1));
  text.setAttribute("x", ((box.left + box.right) / 2).toFixed(1));
  // Above the box; under it where the pad ends.
  text.setAttribute("y", (box.top > 24 ? box.top - 8 : box.bottom + 18).toFixed(1));
  if (text.textContent !== box.label) text.textContent = box.label;
}

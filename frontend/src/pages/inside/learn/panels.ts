/** What goes forward through the network, and the slopes that come back, layer by layer. */

import { MapCanvas, peakOf } from "../../../draw";
import type { Lesson } from "../../../learn";
import { make } from "../../draw/dom";
import type { Colours } from "../view";

interface Layer {
  title: string;
  note: string;
  rows: number;
  columns: number;
  zoom: number;
}

/** What enters each dense layer. */
export const LAYERS: readonly Layer[] = [
  { title: "Picture", note: "784 pixels", rows: 28, columns: 28, zoom: 5 },
  { title: "First layer", note: "256 units", rows: 16, columns: 16, zoom: 8 },
  { title: "Second layer", note: "128 units", rows: 8, columns: 16, zoom: 8 },
];

export class Panels {
  readonly element = make("div", { class: "learn-panels" });
  private readonly forward: MapCanvas[] = [];
  private readonly back: MapCanvas[] = [];
  private readonly mark = make("span", { class: "learn-mark", "aria-hidden": "true" });

  /** @param pick - is told which unit of the first layer was chosen. */
  constructor(pick: (unit: number) => void) {
    for (const [place, layer] of LAYERS.entries()) {
      const [forward, back] = [false, true].map((isSigned) => {
        const canvas = make("canvas", { class: "learn-map", role: "img" });
        const { rows: height, columns: width, zoom } = layer;
        return new MapCanvas(
          canvas,
          { count: 1, height, width, isSigned },
          { columns: 1, zoom, gap: 0 },
        );
      }) as [MapCanvas, MapCanvas];
      this.forward.push(forward);
      this.back.push(back);
      forward.canvas.setAttribute("aria-label", `${layer.title}: what it answers`);
      back.canvas.setAttribute("aria-label", `${layer.title}: slope of the loss`);
      const frame = make("div", { class: "learn-frame" }, forward.canvas);
      if (place === 1) {
        frame.append(this.mark);
        frame.classList.add("can-pick");
        forward.canvas.addEventListener("click", (event) => pick(unitAt(event, forward.canvas)));
      }
      this.element.append(
        make(
          "figure",
          { class: "learn-layer" },
          make("figcaption", {}, make("strong", {}, layer.title), ` ${layer.note}`),
          make("span", { class: "note" }, "Forward: answers →"),
          frame,
          make("span", { class: "note" }, "← Backward: slopes"),
          make("div", { class: "learn-frame" }, back.canvas),
        ),
      );
    }
  }

  show(lesson: Lesson, unit: number, colours: Colours): void {
    lesson.inputs.forEach((data, i) => {
      const ramp = i === 0 ? colours.ink : colours.activation;
      this.forward[i]!.show(data, ramp, i === 0 ? 1 : peakOf({ data, count: data.length }));
      const slope = lesson.gradients[i]!.input;
      const peak = peakOf({ data: slope, count: 1, isSigned: true });
      this.back[i]!.show(slope, colours.signed, peak);
    });
    this.mark.style.left = `${(100 * (unit % 16)) / 16}%`;
    this.mark.style.top = `${(100 * Math.floor(unit / 16)) / 16}%`;
  }
}

function unitAt(event: MouseEvent, canvas: HTMLElement): number {
  const { left, top, width, height } = canvas.getBoundingClientRect();
  const at = (from: number, size: number): number =>
    Math.min(Math.max(Math.floor((16 * from) / size), 0), 15);
  return at(event.clientY - top, height) * 16 + at(event.clientX - left, width);
}

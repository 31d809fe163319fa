/** Which pointer draws: the first one; a pen takes over from a finger or a palm. */

export interface Press {
  id: number;
  kind: "mouse" | "pen" | "touch";
  /** `PointerEvent.button`: 0 the tip, 5 the pen's other end. */
  button: number;
}

export type Verdict = "draw" | "ignore" | "take over";

/** Decide what a pointer that just went down does, given the one that draws, if any. */
export function judge(press: Press, drawing: Press | null): Verdict {
  if (press.button !== 0 && press.button !== 5) return "ignore";
  if (drawing === null) return "draw";
  return press.kind === "pen" && drawing.kind === "touch" ? "take over" : "ignore";
}

/** Whether the pen was turned over to erase. */
export const isEraserEnd = (press: Press): boolean => press.button === 5;

/** Pressure for the stroke: a pen's own; 0.5 for what has none, though it reports some. */
export function pressureOf(kind: string, reported: number): number {
  return kind === "pen" && reported > 0 ? reported : 0.5;
}

export interface PointerEvents {
  start(isEraserEnd: boolean): void;
  /** A point in pixels of the element. */
  move(x: number, y: number, pressure: number): void;
  /** The stroke is done, or (false) was none: a palm, or taken by the system. */
  end(isKept: boolean): void;
}

/** Turns the pointer events of an element into strokes of one pointer at a time. */
export class Pointers {
  private press: Press | null = null;
  private origin = { x: 0, y: 0 };

  constructor(
    private readonly element: HTMLElement,
    private readonly events: PointerEvents,
  ) {
    const on = (type: string, take: (event: PointerEvent) => void): void =>
      element.addEventListener(type, (event) => take(event as PointerEvent));
    on("pointerdown", (event) => this.down(event));
    on("pointermove", (event) => this.move(event));
    on("pointerup", (event) => this.up(event, true));
    on("pointercancel", (event) => this.up(event, false));
    on("lostpointercapture", (event) => this.up(event, true));
    // iOS scrolls and zooms on touch events whatever touch-action says about double taps.
    element.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
    element.addEventListener("contextmenu", (event) => event.preventDefault());
  }

  private down(event: PointerEvent): void {
    const press = {
      id: event.pointerId,
      kind: event.pointerType as Press["kind"],
      button: event.button,
    };
    const verdict = judge(press, this.press);
    if (verdict === "ignore") return;
    if (verdict === "take over") this.events.end(false);
    this.press = press;
    this.capture(event.pointerId);
    const { left, top } = this.element.getBoundingClientRect();
    this.origin = { x: left + this.element.clientLeft, y: top + this.element.clientTop };
    this.events.start(isEraserEnd(press));
    this.point(event);
  }

  /** Go on drawing outside of the element too. */
  private capture(id: number): void {
    try {
      this.element.setPointerCapture(id);
    } catch {
      // The pointer was lifted already, or a script made it up.
    }
  }

  private move(event: PointerEvent): void {
    if (event.pointerId !== this.press?.id) return;
    const all = event.getCoalescedEvents?.() ?? [];
    for (const one of all.length ? all : [event]) this.point(one);
  }

  private up(event: PointerEvent, isKept: boolean): void {
    if (event.pointerId !== this.press?.id) return;
    // A lifted pen reports no pressure: its last point would swell.
    if (event.type === "pointerup" && event.pointerType !== "pen") this.point(event);
    this.press = null;
    this.events.end(isKept);
  }

  private point(event: PointerEvent): void {
    const x = event.clientX - this.origin.x;
    const y = event.clientY - this.origin.y;
    this.events.move(x, y, pressureOf(event.pointerType, event.pressure));
  }
}

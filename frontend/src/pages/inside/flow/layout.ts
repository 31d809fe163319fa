/** Where everything of the picture lies: plain arithmetic on sizes, in pixels of the page. */

import { sizeOf } from "../../../draw";

/** The maps of one block. */
export interface Form {
  count: number;
  height: number;
  width: number;
}

export interface Spot {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A block's tiles: `columns` in a row, and their canvas, in pixels of its own. */
export interface PanelSpot extends Spot {
  columns: number;
  zoom: number;
  gap: number;
}

export interface Plan {
  width: number;
  height: number;
  isWide: boolean;
  picture: Spot;
  /** By stage. */
  panels: PanelSpot[][];
  /** Titles of the stages, under them or, where they lie one below the other, above. */
  heads: Spot[];
  pictureHead: Spot;
  answer: Spot;
  answerHead: Spot;
}

const PICTURE = 88;
const ANSWER = { width: 150, height: 264 };
/** Between columns, which the lines need. */
const BETWEEN = 28;
/** Between the layers of a stage. */
const BELOW = 8;
const UNIT = 8;
const HEAD = 40;
/** In a column no wider than this the note under a stage takes two lines. */
const NARROW = 160;
/** What a column may be high, so that the network and the opened unit fit on a screen. */
const HIGH = 380;
/** Pixels of the page between tiles. */
const GAP = 2;
/** From this width on stages lie side by side. */
const WIDE = 700;
const INDENT = 16;

export function layout(stages: readonly (readonly Form[])[], width: number, ratio: number): Plan {
  return width >= WIDE ? wide(stages, width, ratio) : narrow(stages, width, ratio);
}

function wide(stages: readonly (readonly Form[])[], width: number, ratio: number): Plan {
  const isUnits = stages.map(([form]) => form!.height * form!.width === 1);
  const least = stages.map(([form], i) => (isUnits[i] ? unitWidth(form!.count) : 0));
  const room = width - PICTURE - ANSWER.width - BETWEEN * (stages.length + 1);
  const taken = least.reduce((sum, each) => sum + each, 0);
  // Where there are only units, they may be larger.
  const factor = isUnits.every(Boolean) ? Math.min(Math.max(room / taken, 1), 2.2) : 1;
  const unitWidths = least.map((each) => each * factor);
  const share = Math.max((room - taken) / Math.max(isUnits.filter((is) => !is).length, 1), 40);
  const below = share < NARROW ? 2 * HEAD - 24 : HEAD;
  let x = PICTURE + BETWEEN;
  const columns = stages.map((forms, i) => {
    const across = isUnits[i] ? unitWidths[i]! : Math.min(share, 420);
    const panels = stacked(forms, across, ratio, HIGH);
    const column = panels.map((panel) => ({ ...panel, x }));
    x += across + BETWEEN;
    return column;
  });
  const high = Math.max(ANSWER.height, ...columns.map((column) => bottom(column)));
  const panels = columns.map((column) => moved(column, (high - bottom(column)) / 2));
  const head = (spot: Spot): Spot => ({ ...spot, y: high + 8, height: below - 8 });
  const middle = { x: 0, y: (high - PICTURE) / 2, width: PICTURE, height: PICTURE };
  const answer = { x, y: (high - ANSWER.height) / 2, ...ANSWER, width: Math.max(width - x, 120) };
  return {
    width,
    height: high + below,
    isWide: true,
    picture: middle,
    panels,
    heads: panels.map(([first]) => head({ ...first!, width: first!.width + BETWEEN - 4 })),
    pictureHead: head(middle),
    answer,
    answerHead: head(answer),
  };
}

function narrow(stages: readonly (readonly Form[])[], width: number, ratio: number): Plan {
  const across = width - INDENT;
  let y = PICTURE + 20;
  const heads: Spot[] = [];
  const panels = stages.map((forms) => {
    heads.push({ x: INDENT, y, width: across, height: HEAD - 4 });
    const column = stacked(forms, across, ratio, Infinity);
    const placed = moved(column, y + HEAD).map((panel) => ({ ...panel, x: INDENT }));
    y = bottom(placed) + 20;
    return placed;
  });
  const answer = { x: INDENT, y: y + HEAD, width: across, height: ANSWER.height };
  return {
    width,
    height: answer.y + answer.height,
    isWide: false,
    picture: { x: INDENT, y: 0, width: PICTURE, height: PICTURE },
    panels,
    heads,
    pictureHead: { x: INDENT + PICTURE + 12, y: 0, width: across - PICTURE, height: HEAD },
    answer,
    answerHead: { x: INDENT, y, width: across, height: HEAD },
  };
}

/** The panels of a stage one below the other, as large as the width and the height allow. */
function stacked(forms: readonly Form[], across: number, ratio: number, high: number): PanelSpot[] {
  let y = 0;
  const most = (high - (forms.length - 1) * BELOW) / forms.length;
  return forms.map((form) => {
    const panel = tiled(form, across, most, ratio);
    const placed = { ...panel, x: 0, y };
    y += panel.height + BELOW;
    return placed;
  });
}

/** The fewest columns, so the largest tiles, with which a panel is no higher than it may be. */
function tiled(form: Form, across: number, high: number, ratio: number): PanelSpot {
  const least = high === Infinity ? even(form.count, across / comfortable(form)) : 1;
  for (let columns = Math.min(least, form.count); ; columns++) {
    const panel = withColumns(form, across, columns, ratio);
    if (panel.height <= high || columns >= form.count) return panel;
  }
}

/** Where height costs nothing: 2 pixels a value, but neither stamps nor posters. */
const comfortable = ({ width }: Form): number =>
  width === 1 ? 20 : Math.min(Math.max(2 * width, 26), 56);

/** The number of columns that leaves no row short, and is nearest to one that is wanted. */
function even(count: number, wanted: number): number {
  const whole = Array.from({ length: count }, (_, i) => i + 1).filter((n) => count % n === 0);
  const far = (columns: number): number => Math.abs(Math.log(columns / wanted));
  const best = whole.reduce((a, b) => (far(b) < far(a) ? b : a));
  return far(best) < 0.5 ? best : Math.ceil(wanted);
}

function withColumns(form: Form, across: number, columns: number, ratio: number): PanelSpot {
  const tile = (across - (columns - 1) * GAP) / columns;
  const zoom = Math.max(1, Math.ceil((tile * ratio) / form.width - 0.01));
  const gap = Math.max(1, Math.round((GAP * zoom * form.width) / tile));
  const [w, h] = sizeOf(form, { columns, zoom, gap });
  // A row that is not full is as wide as if it were.
  const full = columns * (form.width * zoom + gap) - gap;
  const width = (across * w) / full;
  return { x: 0, y: 0, width, height: (width * h) / w, columns, zoom, gap };
}

/** Columns of 8 units, or more where there are many. */
function unitWidth(count: number): number {
  const columns = Math.max(4, Math.ceil(Math.sqrt(count / 2)));
  return columns * (UNIT + GAP) - GAP;
}

const bottom = (spots: readonly Spot[]): number => {
  const last = spots.at(-1)!;
  return last.y + last.height;
};

const moved = <S extends Spot>(spots: readonly S[], by: number): S[] =>
  spots.map((spot) => ({ ...spot, y: spot.y + by }));

/** The matrix by keyboard and pointer: one cell has the focus, and its words stand below. */

const COLUMNS = 11;

/** @param report - what holds the matrix, its words, and perhaps a link to what a cell counts. */
export function listenToMatrix(report: HTMLElement): void {
  const matrix = report.querySelector<HTMLElement>("[data-matrix]");
  if (!matrix) return;
  const cells = [...matrix.querySelectorAll<HTMLElement>(".cell")];
  const tell = (event: Event): void => {
    const cell = (event.target as Element).closest<HTMLElement>(".cell");
    if (cell) show(report, cell);
  };
  matrix.addEventListener("focusin", tell);
  matrix.addEventListener("pointerover", tell);
  matrix.addEventListener("keydown", (event) => {
    const at = cells.indexOf(event.target as HTMLElement);
    const next = target(event, at);
    if (next !== null) {
      event.preventDefault();
      focus(cells, next);
    }
    if (event.key === "Enter") open(cells[at]);
  });
  matrix.addEventListener("click", (event) => {
    const cell = (event.target as Element).closest<HTMLElement>(".cell");
    open(cell);
  });
}

/** Where a key leads from a cell; null where it leads nowhere. */
function target(event: KeyboardEvent, at: number): number | null {
  const column = at % COLUMNS;
  const row = at - column;
  const isAll = event.ctrlKey || event.metaKey;
  switch (event.key) {
    case "ArrowRight":
      return column < COLUMNS - 1 ? at + 1 : null;
    case "ArrowLeft":
      return column > 0 ? at - 1 : null;
    case "ArrowDown":
      return at + COLUMNS < COLUMNS * COLUMNS ? at + COLUMNS : null;
    case "ArrowUp":
      return at >= COLUMNS ? at - COLUMNS : null;
    case "Home":
      return isAll ? 0 : row;
    case "End":
      return isAll ? COLUMNS * COLUMNS - 1 : row + COLUMNS - 1;
    default:
      return null;
  }
}

function focus(cells: HTMLElement[], index: number): void {
  cells.forEach((cell, i) => (cell.tabIndex = i === index ? 0 : -1));
  cells[index]!.focus();
}

function show(report: HTMLElement, cell: HTMLElement): void {
  report.querySelector("[data-cell-words]")!.textContent = cell.dataset["words"]!;
  const link = report.querySelector<HTMLAnchorElement>("[data-cell-see]");
  if (!link) return;
  link.hidden = !cell.dataset["see"];
  if (cell.dataset["see"]) link.href = cell.dataset["see"];
}

function open(cell: HTMLElement | null | undefined): void {
  if (cell?.dataset["see"]) location.href = cell.dataset["see"];
}

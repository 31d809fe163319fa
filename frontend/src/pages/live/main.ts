import { Camera } from "./camera";
import { Drawing } from "./drawing";
import { Duel } from "./duel";
import { Slides } from "./slides";
import { Stage, type Mode } from "./stage";

const root = document.getElementById("stage")!;
const stage = new Stage(root);
const duel = new Duel(stage);
const modes: Record<string, Mode> = {
  draw: new Drawing(stage),
  camera: new Camera(stage),
  show: new Slides(stage),
  duel,
};
let mode = "";

function open(name: string): void {
  if (mode === name) return;
  modes[mode]?.stop();
  mode = name;
  stage.show(name);
  modes[name]!.start();
  history.replaceState(null, "", `#${name}`);
}

function toggleFull(): void {
  if (document.fullscreenElement) void document.exitFullscreen();
  else void root.requestFullscreen?.().catch(() => undefined);
}

const GO = [" ", "Enter", "PageDown"];

document.addEventListener("keydown", (event) => {
  const target = event.target as HTMLElement;
  if (event.ctrlKey || event.metaKey || event.altKey || target.matches("input, select")) return;
  if ((event.key === " " || event.key === "Enter") && target.matches("button, a")) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const names = Object.keys(modes);
  if (key === "m") open(names[(names.indexOf(mode) + 1) % names.length]!);
  else if (key === "f") toggleFull();
  else if (GO.includes(key)) modes[mode]!.go();
  else if (key === "PageUp") modes[mode]!.key?.("ArrowLeft");
  else if (!modes[mode]!.key?.(key)) return;
  event.preventDefault();
});

root.addEventListener("click", (event) => {
  const button = (event.target as Element).closest<HTMLElement>("button");
  if (!button) return;
  const { to, guess } = button.dataset;
  if (to) open(to);
  else if (guess) duel.guess(guess);
  else if ("full" in button.dataset) toggleFull();
  else if ("go" in button.dataset) modes[mode]!.go();
});
stage.find("[data-option]").addEventListener("change", () => modes[mode]!.option?.(stage.option));
document.addEventListener("visibilitychange", () => {
  if (document.hidden && mode === "camera") open("draw");
});

const asked = location.hash.slice(1);
open(asked in modes ? asked : "draw");

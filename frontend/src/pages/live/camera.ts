/** The camera on the stage: the server reads a frame, then the next; kept only when asked. */

import type { Reading } from "../../reading";
import type { Mode, Stage } from "./stage";

/** A frame's longer side when it is sent. */
const FRAME_PX = 960;
/** Rest between an answer and the next frame. */
const REST_MS = 250;

export class Camera implements Mode {
  private stream: MediaStream | null = null;
  private timer = 0;
  private isRunning = false;
  private readonly canvas = document.createElement("canvas");

  constructor(private readonly stage: Stage) {}

  start(): void {
    const note = "Frames are read on the server and forgotten.";
    this.stage.foot({ go: "Stop", note, option: "Keep what is read in the history" });
    this.stage.hint("Waiting for the camera");
    this.isRunning = true;
    void this.open();
  }

  stop(): void {
    this.isRunning = false;
    clearTimeout(this.timer);
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = null;
    this.video.srcObject = null;
  }

  /** Hold the frame, or go on. */
  go(): void {
    if (!this.stream) return this.start();
    if (this.isRunning) this.video.pause();
    else void this.video.play();
    this.isRunning = !this.isRunning;
    this.stage.find("[data-go]").textContent = this.isRunning ? "Stop" : "Go on";
    if (this.isRunning) void this.look();
  }

  private get video(): HTMLVideoElement {
    return this.stage.find<HTMLVideoElement>("video");
  }

  private async open(): Promise<void> {
    try {
      const wanted = { video: { facingMode: "environment", width: { ideal: 1280 } } };
      const stream = await navigator.mediaDevices.getUserMedia(wanted);
      if (!this.isRunning) return stream.getTracks().forEach((track) => track.stop());
      this.stream = stream;
      this.video.srcObject = stream;
      await this.video.play();
      this.stage.hint("");
      await this.look();
    } catch (error) {
      this.isRunning = false;
      this.stage.hint(why(error));
      this.stage.find("[data-go]").textContent = "Try again";
    }
  }

  private async look(): Promise<void> {
    if (!this.isRunning || !this.video.videoWidth) return this.later();
    try {
      const reading = await this.send(await this.frame());
      if (this.isRunning) this.stage.answer(reading);
    } catch {
      this.stage.write("", navigator.onLine ? "The server does not answer" : "You are offline");
    }
    this.later();
  }

  private later(): void {
    if (this.isRunning) this.timer = window.setTimeout(() => void this.look(), REST_MS);
  }

  private async frame(): Promise<Blob> {
    const { videoWidth: width, videoHeight: height } = this.video;
    const scale = Math.min(1, FRAME_PX / Math.max(width, height));
    this.canvas.width = Math.round(width * scale);
    this.canvas.height = Math.round(height * scale);
    const context = this.canvas.getContext("2d")!;
    context.drawImage(this.video, 0, 0, this.canvas.width, this.canvas.height);
    return new Promise((resolve, reject) =>
      this.canvas.toBlob(
        (blob) => (blob ? resolve(blob) : reject(new Error("no frame"))),
        "image/jpeg",
        0.9,
      ),
    );
  }

  private async send(frame: Blob): Promise<Reading> {
    const { read, csrf } = this.stage.root.dataset;
    const response = await fetch(this.stage.option ? `${read}?keep=on` : read!, {
      method: "POST",
      body: frame,
      headers: { "X-CSRFToken": csrf!, "Content-Type": "image/jpeg", Accept: "application/json" },
    });
    if (!response.ok) throw new Error(String(response.status));
    return (await response.json()) as Reading;
  }
}

function why(error: unknown): string {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError") return "The camera is not allowed. Allow it beside the address.";
  if (name === "NotFoundError") return "There is no camera. Draw instead, or show the slides.";
  return "The camera cannot be used here. It needs https, or this machine's own address.";
}

export { MapCanvas, paintMaps, peakOf, sizeOf, type Maps, type Tiling } from "./maps";
export { ACTIVATION, parseColour, ramp, rampOf, SIGNED, type Ramp } from "./ramp";

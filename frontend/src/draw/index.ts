export { paintDigit } from "./digit";
export { MapCanvas, paintMaps, peakOf, sizeOf, type Maps, type Tiling } from "./maps";
export { ACTIVATION, cssColour, inkOn, parseColour, ramp, rampOf, SIGNED, type Ramp } from "./ramp";
export { drawThreads } from "./threads";
export { placeAt, rectOf, stepped, type Place, type Rect } from "./tiles";

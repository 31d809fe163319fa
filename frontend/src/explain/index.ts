export { type Attribution, Attributor, sides } from "./attribute";
export { backward, pictureName } from "./backward";
export { type Change, findChange } from "./change";
export { lastFeatures, nearest } from "./nearest";
export { agreement, type Losses, lossesOf, occlude, PATCH_PX } from "./occlude";
export { type Segment } from "./segment";
export { Slices } from "./slices";
export { inverted, noisy, nudged, shifted } from "./spoil";

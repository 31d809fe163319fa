export { type ModelCard } from "./card";
export { toJson } from "./json";
export { BrowserReader } from "./reader";
export type {
  BoxRow,
  BrowserDigit,
  BrowserReading,
  BrowserRejected,
  Digit,
  DigitGroup,
  Reading,
  Rejected,
  Seen,
} from "./types";

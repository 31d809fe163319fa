export { BrowserReader, toJson } from "./reader";
export type { ModelCard } from "./card";
export type {
  BoxRow,
  BrowserDigit,
  BrowserReading,
  BrowserRejected,
  Digit,
  Reading,
  Rejected,
  Seen,
} from "./types";

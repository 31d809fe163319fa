/** What the reader needs of a model's card. */
export interface ModelCard {
  name: string;
  classes: string[];
  temperature: number;
  /** Least accepted probability by promised share of errors. */
  thresholds: Record<string, number>;
}

/** A number as the page writes it: four places, a true minus, and no minus before nothing. */
export function fixed(value: number, places = 4): string {
  const text = Math.abs(value).toFixed(places);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

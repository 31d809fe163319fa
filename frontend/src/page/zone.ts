/** Tells the server the browser's time zone, so that days and times are the person's own. */

const COOKIE = "tenfold_zone";
const YEAR_S = 31_536_000;

/** Set the cookie; true where the page at hand was made without it. */
export function tellZone(): boolean {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (document.cookie.split("; ").includes(`${COOKIE}=${zone}`)) return false;
  document.cookie = `${COOKIE}=${zone}; path=/; max-age=${YEAR_S}; samesite=lax`;
  return document.cookie.includes(`${COOKIE}=${zone}`) && zone !== "UTC";
}

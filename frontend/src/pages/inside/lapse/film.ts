/** Where a time-lapse comes from: a run of the server, or a file. */

import { getBytes, getJson } from "../../../page/server";
import { Timelapse } from "../../../timelapse";

export interface RunName {
  id: number;
  name: string;
}

interface Table {
  runs: { id: number; name: string; epoch: number }[];
}

/** A person's runs that have an epoch to show, the newest first. */
export async function runsOf(table: string): Promise<RunName[]> {
  const { runs } = await getJson<Table>(table);
  return runs.filter(({ epoch }) => epoch > 0);
}

/** @param table - the address of the runs' table, beside which each run has its own. */
export async function filmOf(table: string, id: number): Promise<Timelapse> {
  const address = new URL(`${id}/timelapse`, new URL(table, location.href));
  return new Timelapse(await getBytes(address.href));
}

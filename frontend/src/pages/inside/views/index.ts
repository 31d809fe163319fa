/** The views, in the order of their tabs. */

import type { View } from "../view";
import { flow } from "./flow";
import { learn } from "./learn";
import { lessons } from "./lessons";
import { timelapse } from "./timelapse";
import { why } from "./why";

export const VIEWS: readonly View[] = [flow, why, learn, timelapse, lessons];

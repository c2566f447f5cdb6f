/** Panel “Latih”, dimuat saat dibuka. */

import { history } from "./history.js";
import { training } from "./training.js";
import { tray } from "./tray.js";

/** @import { train as english } from "../en/train.js" */

/** @type {typeof english} */
export const train = { history, tray, training };

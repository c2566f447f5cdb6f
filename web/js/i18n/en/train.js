/** The panel "Train", loaded when it is opened. */

import { history } from "./history.js";
import { training } from "./training.js";
import { tray } from "./tray.js";

export const train = { history, tray, training };

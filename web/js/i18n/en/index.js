/** What the page says at its start, in English; `panels.js` holds what only its panels say. */

import * as exchange from "./exchange.js";
import * as network from "./network.js";
import { numbers } from "./numbers.js";
import * as page from "./page.js";
import { steps } from "./steps.js";
import * as tour from "./tour.js";

export const words = { numbers, ...page, ...network, ...tour, ...exchange, steps };

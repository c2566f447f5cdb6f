/** Semua kata di halaman ini, dalam bahasa Indonesia. */

import * as exchange from "./exchange.js";
import * as inside from "./inside.js";
import * as look from "./look.js";
import * as network from "./network.js";
import { numbers } from "./numbers.js";
import * as page from "./page.js";
import * as tour from "./tour.js";

/** @import { Words } from "../language.js" */

/** @type {Words} */
export const words = { numbers, ...page, ...network, ...tour, ...look, ...inside, ...exchange };

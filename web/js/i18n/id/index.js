/** Semua kata di halaman ini, dalam bahasa Indonesia. */

import { depth } from "./depth.js";
import * as exchange from "./exchange.js";
import * as inside from "./inside.js";
import { layers } from "./layers.js";
import { lecture } from "./lecture.js";
import * as look from "./look.js";
import * as network from "./network.js";
import { numbers } from "./numbers.js";
import * as page from "./page.js";
import { swipe } from "./swipe.js";
import { test } from "./test.js";
import * as tour from "./tour.js";

/** @import { Words } from "../language.js" */

/** @type {Words} */
export const words = {
  numbers,
  ...page,
  ...network,
  ...tour,
  ...look,
  ...inside,
  ...exchange,
  depth,
  layers,
  lecture,
  swipe,
  test,
};

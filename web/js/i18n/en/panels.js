/** What only the panels say, in English: it is loaded with them. */

import { depth } from "./depth.js";
import * as inside from "./inside.js";
import { layers } from "./layers.js";
import { lecture } from "./lecture.js";
import * as look from "./look.js";
import { swipe } from "./swipe.js";
import { test } from "./test.js";

export const panelWords = { ...look, ...inside, depth, layers, lecture, swipe, test };

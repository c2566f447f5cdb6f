/** Numbers as English writes them. */

import { numbersOf } from "../locale-numbers.js";

export const numbers = numbersOf({ decimal: ".", group: ",", gap: " ", over: "over " });

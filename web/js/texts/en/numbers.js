/** Numbers as English writes them. */

import { numbersOf } from "../numbers.js";

export const numbers = numbersOf({ decimal: ".", group: ",", gap: " ", over: "over " });

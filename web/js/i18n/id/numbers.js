/** Angka seperti ditulis dalam bahasa Indonesia. */

import { numbersOf } from "../locale-numbers.js";

export const numbers = numbersOf({ decimal: ",", group: ".", gap: "", over: "lebih dari " });

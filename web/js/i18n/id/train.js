/** Panel “Latih”, dimuat saat dibuka. */

/** @import { train as english } from "../en/train.js" */

/** @type {typeof english} */
export const train = {
  history: {},
  tray: {},
  training: {},
};

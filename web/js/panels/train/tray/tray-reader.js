/** Has the current model read a tray, part by part, and counts what it reads correctly. */

import { fits } from "./tray-digit.js";

/** @import { Model } from "../../../protocol/messages.js" */
/** @import { PythonClient } from "../../../python/client.js" */
/** @import { DigitTray, OwnDigit } from "./digit-tray.js" */

/**
 * What a model reads of a tray. Digits that are none of its classes, and images that are too large for it, are left out.
 * @typedef {object} TrayReadings
 * @property {number} right
 * @property {number} all digits that were read
 * @property {number[][]} confusion counts, [label][prediction]
 * @property {OwnDigit[]} strange digits whose label is no class of the model
 * @property {OwnDigit[]} large digits of the model's classes whose image is too large
 */

const AT_ONCE = 16; // digits: a reading of the pad waits for one part at most

export class TrayReader {
  /**
   * @param {PythonClient} python
   * @param {(done: number, all: number) => void} onProgress
   */
  constructor(python, onProgress) {
    this.python = python;
    this.onProgress = onProgress;
    this.isStopped = false;
  }

  stop() {
    this.isStopped = true;
  }

  /**
   * @param {DigitTray} tray
   * @param {Model} model the current one
   * @returns {Promise<TrayReadings | null>} null if it was stopped
   * @throws {Error} if Python has stopped
   */
  async read(tray, { classes, input }) {
    const [known, strange] = divided(tray.digits, ({ label }) => classes.includes(label));
    const [digits, large] = divided(known, (digit) => fits(digit, input.shape));
    const confusion = classes.map(() => classes.map(() => 0));
    for (let start = 0; start < digits.length; start += AT_ONCE) {
      const part = digits.slice(start, start + AT_ONCE);
      const { buffer } = new TextEncoder().encode(tray.toJson(part));
      const { result } = await this.python.runTask("trayReadings", {}, buffer, [buffer]);
      if (this.isStopped) {
        return null;
      }
      part.forEach(({ label }, index) => {
        confusion[classes.indexOf(label)][result[index]] += 1;
      });
      this.onProgress(start + part.length, digits.length);
    }
    const right = confusion.reduce((sum, counts, label) => sum + counts[label], 0);
    return { right, all: digits.length, confusion, strange, large };
  }
}

/**
 * @template T
 * @param {T[]} items
 * @param {(item: T) => boolean} isFirst
 * @returns {[T[], T[]]}
 */
function divided(items, isFirst) {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))];
}

/** The tray: digits of the person's own, each with a label. It dispatches "change" whenever they change. */

/** @import { Stroke } from "../../../protocol/page-state.js" */

/**
 * A digit in a file of a tray (py/glasscnn/training/tray.py): strokes on a square pad of the side `canvas`, drawn with a
 * pen of the diameter `brush`; or, of a digit that came as a picture, `height` · `width` levels as Base64.
 * @typedef {{ label: string, strokes: Stroke[], canvas: number, brush: number }
 *   | { label: string, image: string, width: number, height: number }} TrayDigit
 */
/** @typedef {TrayDigit & { id: number }} OwnDigit numbered in the order in which they came */

export const FORMAT = "glasscnn-digits";
export const VERSION = 1;

export class DigitTray extends EventTarget {
  constructor() {
    super();
    /** @type {OwnDigit[]} in the order in which they came */
    this.digits = [];
    this.lastId = 0;
  }

  /** The labels in use, each once, in the order in which they came. */
  get labels() {
    return [...new Set(this.digits.map(({ label }) => label))];
  }

  /** @param {TrayDigit[]} digits */
  add(...digits) {
    const numbered = digits.map((digit) => {
      this.lastId += 1;
      return { ...digit, id: this.lastId };
    });
    this.replace([...this.digits, ...numbered]);
  }

  /** @param {number} id of the digit to delete */
  remove(id) {
    this.replace(this.digits.filter((digit) => digit.id !== id));
  }

  /**
   * @param {number} id
   * @param {string} label
   */
  relabel(id, label) {
    this.replace(this.digits.map((digit) => (digit.id === id ? { ...digit, label } : digit)));
  }

  clear() {
    this.replace([]);
  }

  /** @param {OwnDigit[]} digits */
  replace(digits) {
    this.digits = digits;
    this.dispatchEvent(new Event("change"));
  }

  /**
   * A file of digits.
   * @param {OwnDigit[]} [digits]
   */
  toJson(digits = this.digits) {
    const plain = digits.map(({ id: _, ...digit }) => digit);
    return JSON.stringify({ format: FORMAT, version: VERSION, digits: plain });
  }
}

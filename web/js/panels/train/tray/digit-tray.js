/** The tray: digits of the person's own, each with a label. It dispatches "change" whenever they change. */

import { LARGEST_TRAY } from "../../../protocol/limits.js";
import { contentOf } from "./tray-digit.js";

/** @import { Stroke } from "../../../protocol/page-state.js" */

/**
 * A digit in a file of a tray (py/glasscnn/training/tray.py): strokes on a square pad of the side `canvas`, drawn with a
 * pen of the diameter `brush`; or, of a digit that came as a picture, `height` · `width` levels as Base64.
 * @typedef {{ label: string, strokes: Stroke[], canvas: number, brush: number }
 *   | { label: string, image: string, width: number, height: number }} TrayDigit
 */
/** @typedef {TrayDigit & { id: string }} OwnDigit the ids sort in the order in which the digits came */

export const FORMAT = "glasscnn-digits";
export const VERSION = 1;

export class DigitTray extends EventTarget {
  constructor() {
    super();
    /** @type {OwnDigit[]} in the order in which they came */
    this.digits = [];
    this.lastTime = 0; // milliseconds since 1970, of the digit that came last
    /** Part of the ids, so that two pages that are open at the same time do not give the same one. */
    this.page = crypto.getRandomValues(new Uint32Array(1))[0].toString(36);
    /** @type {WeakMap<TrayDigit, string>} what each digit shows, as a text to compare */
    this.contents = new WeakMap();
  }

  /** The labels in use, each once, in the order in which they came. */
  get labels() {
    return [...new Set(this.digits.map(({ label }) => label))];
  }

  /**
   * Add the digits that are not in the tray yet, as many as there is room for.
   * @param {TrayDigit[]} digits
   * @returns {{ added: OwnDigit[], known: number, left: number }} and how many were there already, and found no room
   */
  add(...digits) {
    /** @type {Map<string, Set<string>>} what the digits of each label show */
    const shown = new Map();
    for (const digit of this.digits) {
      this.note(digit, shown);
    }
    const fresh = digits.filter((digit) => this.note(digit, shown));
    const added = fresh.slice(0, LARGEST_TRAY - this.digits.length).map((digit) => ({ ...digit, id: this.newId() }));
    this.merge(added);
    return { added, known: digits.length - fresh.length, left: fresh.length - added.length };
  }

  newId() {
    this.lastTime = Math.max(Date.now(), this.lastTime + 1);
    return `${this.lastTime.toString(36).padStart(9, "0")}-${this.page}`;
  }

  /**
   * The same drawing or picture, whatever its label is.
   * @param {TrayDigit} digit
   */
  like(digit) {
    const content = this.contentOf(digit);
    return this.digits.find((other) => this.contentOf(other) === content) ?? null;
  }

  /** @param {TrayDigit} digit */
  contentOf(digit) {
    const content = this.contents.get(digit) ?? contentOf(digit);
    this.contents.set(digit, content);
    return content;
  }

  /**
   * @param {TrayDigit} digit
   * @param {Map<string, Set<string>>} shown what the digits of each label show, from now on this one, too
   * @returns {boolean} whether it is new
   */
  note(digit, shown) {
    const contents = shown.get(digit.label) ?? new Set();
    const { size } = contents;
    shown.set(digit.label, contents.add(this.contentOf(digit)));
    return contents.size > size;
  }

  /**
   * @param {string[]} ids of the digits to delete
   * @returns {OwnDigit[]} the digits, which `merge` puts back into their places
   */
  remove(...ids) {
    const gone = new Set(ids);
    const removed = this.digits.filter(({ id }) => gone.has(id));
    this.replace(this.digits.filter(({ id }) => !gone.has(id)));
    return removed;
  }

  /**
   * @param {string} id
   * @param {string} label
   */
  relabel(id, label) {
    this.replace(this.digits.map((digit) => (digit.id === id ? { ...digit, label } : digit)));
  }

  /**
   * Put digits into their places, and take others away.
   * @param {OwnDigit[]} digits take the place of those with the same ids
   * @param {string[]} [removed] ids
   */
  merge(digits, removed = []) {
    const places = new Map(this.digits.map((digit) => [digit.id, digit]));
    for (const digit of digits) {
      places.set(digit.id, digit);
    }
    for (const id of removed) {
      places.delete(id);
    }
    this.replace([...places.values()].sort((one, other) => (one.id < other.id ? -1 : 1)));
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
    return JSON.stringify({ format: FORMAT, version: VERSION, digits: digits.map(plain) });
  }
}

/**
 * A digit as it is in a file.
 * @param {OwnDigit} digit
 * @returns {TrayDigit}
 */
export function plain({ id: _, ...digit }) {
  return digit;
}

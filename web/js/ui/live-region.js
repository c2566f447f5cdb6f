/** A live region: screen readers speak a sentence once nothing newer has been announced for a while. */

import { setText } from "./dom.js";

const REST = 150; // milliseconds after the last key: the cells that a held key passes must not pile up

export class LiveRegion {
  /**
   * @param {HTMLElement} element with `aria-live`
   * @param {number} [rest] milliseconds without a newer sentence before one is spoken
   */
  constructor(element, rest = REST) {
    this.element = element;
    this.rest = rest;
    this.timer = 0;
    this.waiting = ""; // what is announced and not spoken yet
  }

  /** @param {string} sentence */
  announce(sentence) {
    clearTimeout(this.timer);
    this.waiting = sentence;
    this.timer = setTimeout(() => {
      this.waiting = "";
      setText(this.element, sentence);
    }, this.rest);
  }

  /**
   * Announce a sentence that belongs to the newest one: it replaces that only if it has been spoken.
   * @param {string} sentence
   */
  add(sentence) {
    this.announce(`${this.waiting} ${sentence}`.trim());
  }

  /** The language has changed: remove what was announced in the previous one, without repeating it. */
  localise() {
    clearTimeout(this.timer);
    this.waiting = "";
    setText(this.element, "");
  }
}

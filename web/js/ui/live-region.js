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
  }

  /** @param {string} sentence */
  announce(sentence) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => setText(this.element, sentence), this.rest);
  }

  /** The language has changed: remove what was announced in the previous one, without repeating it. */
  localise() {
    clearTimeout(this.timer);
    setText(this.element, "");
  }
}

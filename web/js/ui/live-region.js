/** What a screen reader is told, in sentences, once it has come to rest. */

import { setText } from "./dom.js";

const REST = 150; // milliseconds after the last key: what a held key passes on its way must not pile up

export class LiveRegion {
  /** @param {HTMLElement} element a live region */
  constructor(element) {
    this.element = element;
    this.timer = 0;
  }

  /** Another language is in force: what was told in the one before is taken away, and not told again. */
  localise() {
    clearTimeout(this.timer);
    setText(this.element, "");
  }

  /** @param {string} sentence */
  tell(sentence) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => setText(this.element, sentence), REST);
  }
}

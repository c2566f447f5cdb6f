/** What a screen reader is told of the cells, in sentences. */

import { setText } from "../element.js";

const REST = 150; // milliseconds after the last key: the cells on the way of a held arrow must not pile up

export class Live {
  /** @param {HTMLElement} element a live region */
  constructor(element) {
    this.element = element;
    this.timer = 0;
  }

  /** @param {string} sentence */
  tell(sentence) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => setText(this.element, sentence), REST);
  }
}

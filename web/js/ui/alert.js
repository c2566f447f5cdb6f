/** An error message of one sentence, with an optional action button. */

import { setText } from "./dom.js";

export class Alert {
  /** @param {{ box: HTMLElement, text: HTMLElement, action: HTMLButtonElement, close: HTMLButtonElement }} parts */
  constructor(parts) {
    this.parts = parts;
    /** @type {(() => void) | null} */
    this.action = null;
    this.sentence = () => "";
    parts.close.addEventListener("click", () => this.hide());
    parts.action.addEventListener("click", () => {
      this.hide();
      this.action?.();
    });
  }

  /**
   * @param {() => string} sentence in the current language
   * @param {(() => void) | null} [action] of the button; without one there is no button
   */
  show(sentence, action = null) {
    this.action = action;
    this.sentence = sentence;
    this.parts.text.textContent = sentence();
    this.parts.action.hidden = action === null;
    this.parts.box.hidden = false;
  }

  /** Render the message again, in the current language. */
  localise() {
    setText(this.parts.text, this.sentence());
  }

  hide() {
    this.parts.box.hidden = true;
  }
}

/** What went wrong, in one sentence, with a button where there is something to do. */

import { setText } from "./dom.js";

export class Alert {
  /** @param {{ box: HTMLElement, text: HTMLElement, action: HTMLButtonElement, close: HTMLButtonElement }} parts */
  constructor(parts) {
    this.parts = parts;
    /** @type {(() => void) | null} */
    this.act = null;
    this.sentence = () => "";
    parts.close.addEventListener("click", () => this.hide());
    parts.action.addEventListener("click", () => {
      this.hide();
      this.act?.();
    });
  }

  /**
   * @param {() => string} sentence in the language in force
   * @param {(() => void) | null} [act] what the button does
   */
  show(sentence, act = null) {
    this.act = act;
    this.sentence = sentence;
    this.parts.text.textContent = sentence();
    this.parts.action.hidden = act === null;
    this.parts.box.hidden = false;
  }

  /** Another language is in force. */
  localise() {
    setText(this.parts.text, this.sentence());
  }

  hide() {
    this.parts.box.hidden = true;
  }
}

/** What went wrong, in one sentence, with a button where there is something to do. */

export class Alert {
  /** @param {{ box: HTMLElement, text: HTMLElement, action: HTMLButtonElement, close: HTMLButtonElement }} parts */
  constructor(parts) {
    this.parts = parts;
    /** @type {(() => void) | null} */
    this.act = null;
    parts.close.addEventListener("click", () => this.hide());
    parts.action.addEventListener("click", () => {
      this.hide();
      this.act?.();
    });
  }

  /**
   * @param {string} sentence
   * @param {(() => void) | null} [act] what the button does
   */
  show(sentence, act = null) {
    this.act = act;
    this.parts.text.textContent = sentence;
    this.parts.action.hidden = act === null;
    this.parts.box.hidden = false;
  }

  hide() {
    this.parts.box.hidden = true;
  }
}

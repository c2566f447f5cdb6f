/** What the page says of itself: what goes on, and what has gone wrong. */

/** @import { Alert } from "./alert.js" */

export class StatusBar {
  /**
   * @param {HTMLElement} element says what goes on
   * @param {Alert} alert
   * @param {(sentence: string) => void} onError
   */
  constructor(element, alert, onError) {
    this.element = element;
    this.alert = alert;
    this.onError = onError;
    this.status = () => element.textContent ?? "";
  }

  /** @param {() => string} status what goes on, in the language in force */
  say(status) {
    this.status = status;
    if (this.element.textContent !== status()) {
      this.element.textContent = status();
    }
  }

  /** Another language is in force. */
  localise() {
    this.say(this.status);
    this.alert.localise();
  }

  /** What was complained about has been mended. */
  settle() {
    this.alert.hide();
  }

  /** @param {() => string} sentence in the language in force */
  showError(sentence) {
    this.alert.show(sentence);
    this.onError(sentence());
  }

  /**
   * Nothing works until something is done about it.
   * @param {() => string} sentence in the language in force
   * @param {() => void} [act]
   */
  fail(sentence, act) {
    document.documentElement.dataset.state = "error";
    this.alert.show(sentence, act ?? null);
    this.onError(sentence());
  }
}

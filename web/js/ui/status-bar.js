/** What the page says about itself: what it is doing, what has gone wrong, and what a screen reader hears. */

import { Alert } from "./alert.js";
import { byId, setText } from "./dom.js";
import { LiveRegion } from "./live-region.js";

const SETTLED = 700; // milliseconds without change before a screen reader is told

/** Dispatches `error`, with the sentence as its detail, for each error that is shown. */
export class StatusBar extends EventTarget {
  constructor() {
    super();
    this.element = byId("status");
    this.alert = new Alert({
      box: byId("alert"),
      text: byId("alert-text"),
      action: byId("alert-action"),
      close: byId("alert-close"),
    });
    this.announcer = new LiveRegion(byId("announcer"), SETTLED);
    this.status = () => this.element.textContent ?? "";
    this.detail = () => "";
  }

  /**
   * @param {() => string} status what is going on, in the current language
   * @param {() => string} detail its tooltip
   */
  show(status, detail = () => "") {
    this.status = status;
    this.detail = detail;
    setText(this.element, status());
    this.element.title = detail();
  }

  /**
   * Show what is going on, and let a screen reader speak it.
   * @param {() => string} status in the current language
   */
  tell(status) {
    this.show(status);
    this.announce(status());
  }

  /** @param {string} sentence for a screen reader, once the drawing has come to rest */
  announce(sentence) {
    this.announcer.announce(sentence);
  }

  /** @param {() => string} sentence in the current language */
  showError(sentence) {
    this.alert.show(sentence);
    this.dispatchEvent(new CustomEvent("error", { detail: sentence() }));
  }

  /**
   * Show an error that stops the page from working.
   * @param {() => string} sentence in the current language
   * @param {(() => void) | null} [retry] what the alert's button does
   */
  showFatalError(sentence, retry = null) {
    document.documentElement.dataset.state = "error";
    this.alert.show(sentence, retry);
    this.dispatchEvent(new CustomEvent("error", { detail: sentence() }));
  }

  /** The cause of the last error is gone. */
  clearError() {
    this.alert.hide();
  }

  localise() {
    this.show(this.status, this.detail);
    this.alert.localise();
  }
}

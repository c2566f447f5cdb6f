/** What has just happened to the tray, in a sentence, with a button that undoes it if it was a deletion. */

import { button, make, setText } from "../../../ui/dom.js";

/** @import { Texts } from "../../../i18n/language.js" */

export class TrayNotice {
  /** @param {Texts} texts */
  constructor(texts) {
    this.texts = texts;
    this.text = make("p");
    this.text.dataset.testid = "tray-notice";
    this.text.setAttribute("role", "status");
    this.undo = button("", "", () => this.onUndo?.());
    this.undo.dataset.testid = "tray-undo";
    this.undo.hidden = true;
    this.element = make("div", "tray-notice", this.text, this.undo);
    this.sentence = () => "";
    /** @type {(() => void) | null} */
    this.onUndo = null;
  }

  /**
   * @param {() => string} sentence in the current language
   * @param {(() => void) | null} [onUndo] what the button does; without it there is no button
   */
  say(sentence, onUndo = null) {
    this.sentence = sentence;
    this.onUndo = onUndo;
    this.undo.hidden = onUndo === null;
    this.localise();
  }

  localise() {
    setText(this.text, this.sentence());
    setText(this.undo, this.texts.train.tray.notice.undo);
  }
}

/** A sentence about the text that is shown, with the buttons that settle it. */

import { localise } from "../../i18n/language.js";
import { button, make } from "../../ui/dom.js";

export class Notice {
  /** @param {string} testid */
  constructor(testid) {
    this.element = make("div", "code-notice");
    this.element.dataset.testid = testid;
    this.element.setAttribute("role", "status");
  }

  /**
   * @param {boolean} isShown
   * @param {string} sentence the path of its text
   * @param {Record<string, () => void>} answers what each button does, by the path of its text
   */
  toggle(isShown, sentence, answers) {
    if (!isShown) {
      this.element.replaceChildren();
    } else if (!this.element.hasChildNodes()) {
      const buttons = Object.entries(answers).map(([text, act]) => localise(button("", "", act), { text }));
      this.element.append(localise(make("p"), { text: sentence }), make("div", "", ...buttons));
    }
  }
}

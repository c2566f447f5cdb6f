/** How many digits there are and where they are kept, what went wrong there, and a button that forgets all. */

import { button, make, setText } from "../../../ui/dom.js";

/** @import { Texts } from "../../../i18n/language.js" */
/** @import { KeptDigits } from "./kept-digits.js" */

export class KeptLine {
  /**
   * @param {Texts} texts
   * @param {KeptDigits} kept
   * @param {() => void} onForget
   */
  constructor(texts, kept, onForget) {
    this.texts = texts;
    this.kept = kept;
    this.text = make("span");
    this.text.dataset.testid = "tray-kept";
    this.forget = button("", "", onForget);
    this.forget.dataset.testid = "tray-forget";
    this.trouble = make("p", "tray-trouble");
    this.trouble.dataset.testid = "tray-trouble";
    this.trouble.setAttribute("role", "status");
    this.element = make("div", "", make("p", "tray-kept", this.text, this.forget), this.trouble);
  }

  update() {
    const { tray, trouble, damaged } = this.kept;
    const words = this.texts.train.tray.kept;
    const number = tray.digits.length;
    const kept = this.kept.kept.size;
    const sentence = {
      none: () => words.here(number, this.kept.size),
      refused: () => words.memory(number),
      full: () => words.partly(kept, number),
    }[trouble ?? "none"];
    const troubles = [
      ...(trouble ? [words[trouble]] : []),
      ...(damaged.length > 0 ? [words.damaged(damaged.length)] : []),
    ];
    setText(this.text, number > 0 ? sentence() : "");
    setText(this.trouble, troubles.join(" "));
    setText(this.forget, this.texts.train.tray.files.forget);
    this.forget.disabled = number + damaged.length === 0;
  }
}

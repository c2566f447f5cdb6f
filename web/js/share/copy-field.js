/**
 * A text to copy, with a button. Where there is no clipboard (in a frame, without https, or not permitted), the button
 * selects the text, so that it can be copied by hand.
 */

import { localise } from "../i18n/language.js";
import { button, make } from "../ui/dom.js";

const CONFIRMATION_TIME = 2500; // milliseconds during which the button confirms the copy

export class CopyField {
  /**
   * @param {HTMLInputElement | HTMLTextAreaElement} field
   * @param {string} label the path of the field's accessible name
   */
  constructor(field, label) {
    this.field = localise(field, { label });
    this.field.readOnly = true;
    this.field.spellcheck = false;
    this.button = localise(
      button("primary", "", () => this.copy()),
      { text: "sharing.copy" },
    );
    this.result = make("p", "share-note");
    this.result.setAttribute("role", "status");
    this.element = make("div", "copy-field", this.field, this.button, this.result);
    this.timer = 0;
    this.field.addEventListener("focus", () => this.field.select());
  }

  /** @param {string} text */
  show(text) {
    this.field.value = text;
    this.say("sharing.copy");
  }

  async copy() {
    try {
      await navigator.clipboard.writeText(this.field.value);
      this.say("sharing.copied");
      this.timer = setTimeout(() => this.say("sharing.copy"), CONFIRMATION_TIME);
    } catch {
      this.say("sharing.copy", "sharing.byHand");
      this.field.focus();
      this.field.select();
    }
  }

  /**
   * @param {string} onButton the path of a text
   * @param {string} [result] likewise; a copy that has worked is told to screen readers only
   */
  say(onButton, result) {
    clearTimeout(this.timer);
    localise(this.button, { text: onButton });
    const said = result ?? (onButton === "sharing.copied" ? onButton : undefined);
    this.result.classList.toggle("hidden", !result);
    if (said) {
      localise(this.result, { text: said });
    } else {
      delete this.result.dataset.text;
      this.result.textContent = "";
    }
  }
}

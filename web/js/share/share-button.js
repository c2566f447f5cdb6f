/** The Share button: a link to exactly what is on the screen, copied, or shown where the clipboard is closed. */

import { localise } from "../i18n/language.js";
import { LinkError } from "./link.js";

/** @typedef {import("../i18n/language.js").Texts["share"]} Texts */

const SHOWN = 2500; // milliseconds that the button says that it has copied

export class ShareButton {
  /**
   * @param {{ button: HTMLButtonElement, box: HTMLElement, field: HTMLInputElement, close: HTMLElement }} parts
   * @param {Texts} texts
   * @param {{ link: () => string, announce: (sentence: string) => void, showError: (sentence: () => string) => void }} page
   */
  constructor(parts, texts, page) {
    this.parts = parts;
    this.texts = texts;
    this.page = page;
    this.timer = 0;
    parts.button.addEventListener("click", () => this.share());
    parts.close.addEventListener("click", () => this.hide());
    parts.box.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        event.stopPropagation();
        this.hide();
      }
    });
  }

  async share() {
    const link = this.link();
    if (!link) {
      return;
    }
    try {
      await navigator.clipboard.writeText(link);
    } catch {
      this.show(link); // closed in frames, without https, or by the person
      return;
    }
    const { button } = this.parts;
    localise(button, { text: "share.copied" });
    this.page.announce(this.texts.copiedSentence(link.length));
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      localise(button, { text: "share.button" });
    }, SHOWN);
  }

  /** The link; null where what is on the screen is too much for one, which is said. */
  link() {
    try {
      return this.page.link();
    } catch (error) {
      if (!(error instanceof LinkError)) {
        throw error;
      }
      this.page.showError(() => this.texts.refused[error.reason]);
      return null;
    }
  }

  /** @param {string} link to be copied by hand */
  show(link) {
    const { box, field } = this.parts;
    field.value = link;
    box.hidden = false;
    field.focus();
    field.select();
  }

  hide() {
    this.parts.box.hidden = true;
    this.parts.button.focus();
  }
}

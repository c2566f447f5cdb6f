/** The Share button: a link to exactly what is on the screen, copied, or shown where the clipboard is closed. */

import { localise, texts } from "../i18n/language.js";
import { byId } from "../ui/dom.js";
import { LinkError } from "./link.js";

/** @import { StatusBar } from "../ui/status-bar.js" */

const SHOWN = 2500; // milliseconds that the button says that it has copied

export class ShareButton {
  /**
   * @param {{ link(): string }} api gives a link to what is on the screen, or throws LinkError
   * @param {StatusBar} status
   */
  constructor(api, status) {
    this.api = api;
    this.status = status;
    this.texts = texts.share;
    this.button = byId("share");
    this.box = byId("share-box");
    this.field = /** @type {HTMLInputElement} */ (byId("share-link"));
    this.timer = 0;
    this.button.addEventListener("click", () => this.share());
    byId("share-close").addEventListener("click", () => this.hide());
    this.box.addEventListener("keydown", (event) => {
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
    const { button } = this;
    localise(button, { text: "share.copied" });
    this.status.announce(this.texts.copiedSentence(link.length));
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      localise(button, { text: "share.button" });
    }, SHOWN);
  }

  /** The link; null where what is on the screen is too much for one, which is said. */
  link() {
    try {
      return this.api.link();
    } catch (error) {
      if (!(error instanceof LinkError)) {
        throw error;
      }
      this.status.showError(() => this.texts.refused[error.reason]);
      return null;
    }
  }

  /** @param {string} link to be copied by hand */
  show(link) {
    const { box, field } = this;
    field.value = link;
    box.hidden = false;
    field.focus();
    field.select();
  }

  hide() {
    this.box.hidden = true;
    this.button.focus();
  }
}

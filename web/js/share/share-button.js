/** The Share button: copies a link to the current state, or shows it where the clipboard is not available. */

import { localise, texts } from "../i18n/language.js";
import { byId } from "../ui/dom.js";
import { LinkError } from "./link.js";

/** @import { StatusBar } from "../ui/status-bar.js" */

const CONFIRMATION_TIME = 2500; // milliseconds during which the button confirms the copy

export class ShareButton {
  /**
   * @param {{ link(): string }} api gives a link to the current state, or throws LinkError
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
      this.show(link); // no clipboard: in a frame, without https, or not permitted
      return;
    }
    const { button } = this;
    localise(button, { text: "share.copied" });
    this.status.announce(this.texts.copiedSentence(link.length));
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      localise(button, { text: "share.button" });
    }, CONFIRMATION_TIME);
  }

  /** The link; null, after showing an error, if the state is too large for one. */
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

  /** @param {string} link to be copied manually */
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

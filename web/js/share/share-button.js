/** The Share button: opens a dialog, whose code is loaded when it is first opened. */

import { sentenceOf } from "../i18n/error-text.js";
import { texts } from "../i18n/language.js";
import { byId } from "../ui/dom.js";
import { loadLaterStyles } from "../ui/later-styles.js";

/** @import { State } from "../protocol/page-state.js" */
/** @import { PythonClient } from "../python/client.js" */
/** @import { Source } from "../python/model-slots.js" */
/** @import { StatusBar } from "../ui/status-bar.js" */
/** @import { ShareDialog } from "./share-dialog.js" */

/** @typedef {{ name: string, title: string, url: string }} Entry one of the site's models */

/**
 * The parts of the page that are shared, or say something about what is.
 * @typedef {object} SharedPage
 * @property {{ link(): string }} api gives a link to the current state, or throws LinkError
 * @property {{ shownState(): State }} control
 * @property {{ entries: Entry[], sourceOf(entry: Entry): Source }} models the site's
 * @property {PythonClient} python
 * @property {StatusBar} status
 */

export class ShareButton {
  /** @param {SharedPage} page */
  constructor(page) {
    this.page = page;
    /** @type {ShareDialog | null} */
    this.dialog = null;
    byId("share").addEventListener("click", () => this.open());
  }

  async open() {
    try {
      this.dialog ??= await this.load();
    } catch (error) {
      this.page.status.showError(() => texts.errors.build(sentenceOf(error)));
      return;
    }
    this.dialog.open();
  }

  async load() {
    const [{ ShareDialog, loadTexts }] = await Promise.all([import("./share-dialog.js"), loadLaterStyles()]);
    await loadTexts();
    return this.dialog ?? new ShareDialog(this.page); // a second click may have come while the first was waiting
  }

  /** Render what the open dialog says in the current language. */
  localise() {
    this.dialog?.localise();
  }
}

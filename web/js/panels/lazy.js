/** A part of a panel that is loaded when it is first needed. */

import { sentenceOf } from "../i18n/error-text.js";

/** @import { PanelContext } from "./panel-context.js" */

/** @template Part */
export class Lazy {
  /**
   * @param {Pick<PanelContext, "status" | "texts">} context
   * @param {() => Promise<Part>} start starts loading
   */
  constructor({ status, texts }, start) {
    this.status = status;
    this.texts = texts;
    this.start = start;
    /** @type {Part | null} null until it is loaded */
    this.part = null;
    /** @type {Promise<Part | null> | null} */
    this.loading = null;
  }

  /**
   * Load it, once.
   * @returns {Promise<Part | null>} null after an error, which is shown; it can be tried again
   */
  load() {
    this.loading ??= this.start().then(
      (part) => {
        this.part = part;
        return part;
      },
      (error) => {
        this.loading = null;
        this.status.showError(() => this.texts.errors.build(sentenceOf(error)));
        return null;
      },
    );
    return this.loading;
  }
}

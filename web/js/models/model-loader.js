/** Puts models in force: the site's, a person's own; and says what is wrong with one. */

import { fetched } from "../host/fetch-file.js";
import { sentenceOf } from "../i18n/error-text.js";

/** @import { Texts } from "../i18n/language.js" */
/** @import { Model } from "../protocol/messages.js" */
/** @import { PythonClient } from "../python/client.js" */
/** @import { Source } from "../python/side-model.js" */
/** @import { StatusBar } from "../ui/status-bar.js" */
/** @import { Found, Kept } from "./kept-model.js" */

/**
 * @typedef {object} Page
 * @property {Texts} texts
 * @property {StatusBar} report
 * @property {Promise<void>} isReady
 * @property {() => PythonClient | null} python
 * @property {(own: Kept) => Promise<{ file: ArrayBuffer, found: Found }>} asModel the bytes of a model file, whatever kind of file it was
 * @property {(model: Model) => Promise<void>} show
 * @property {() => void} withdraw show no model until the next one is shown
 * @property {() => Source} firstModel the one that Python begins with
 */

export class ModelLoader {
  /**
   * @param {string} base the address that the site's files are relative to
   * @param {Page} page
   */
  constructor(base, page) {
    this.base = base;
    this.page = page;
    /** @type {Promise<unknown>} the model before is shown, or put back, before the next one is sent to Python */
    this.turn = Promise.resolve();
  }

  /** @param {string} url of a file of the site */
  async fetch(url) {
    return (await fetched(new URL(url, this.base).href)).arrayBuffer();
  }

  /**
   * A model of the site.
   * @param {string} url
   * @param {string} name
   * @returns {Promise<Model>}
   * @throws what is wrong with it, once it has been said
   */
  async fetchModel(url, name) {
    const { report, texts } = this.page;
    let bytes;
    try {
      report.say(() => texts.models.loading(name));
      bytes = await this.fetch(url);
    } catch (error) {
      report.showError(() => texts.errors.model(sentenceOf(error)));
      throw error;
    }
    return this.loadModel(bytes, name);
  }

  /**
   * @param {ArrayBuffer} bytes
   * @param {string} name
   * @returns {Promise<Model>}
   * @throws what is wrong with it, once it has been said
   */
  async loadModel(bytes, name) {
    return (await this.loadOwn({ name, bytes })).model;
  }

  /**
   * A model of a person's own.
   * @param {Kept} own
   * @returns {Promise<{ model: Model, found: Found }>} with what was found out about its file
   * @throws what is wrong with it, once it has been said
   */
  loadOwn(own) {
    const loaded = this.turn.then(() => this.putInForce(own));
    this.turn = loaded.catch(() => {});
    return loaded;
  }

  /**
   * Let Python take a model, and show it; where either fails, the model before stays in force, in Python and on the page.
   * @param {Kept} own
   */
  async putInForce(own) {
    const { report, texts, isReady, show } = this.page;
    await isReady;
    const before = this.python.model;
    const { model, found } = await this.accept(own);
    report.settle();
    try {
      await show(model);
    } catch (error) {
      await this.putBack(before);
      report.showError(() => texts.errors.notShown(sentenceOf(error)));
      throw error;
    }
    return { model, found };
  }

  /** @param {Kept} own */
  async accept(own) {
    const { report, texts, asModel } = this.page;
    try {
      const { file, found } = await asModel(own);
      return { model: await this.python.loadModel(file, own.name), found };
    } catch (error) {
      report.showError(() => texts.errors.model(sentenceOf(error)));
      throw error;
    }
  }

  /**
   * Put the model before in force again, in Python and on the page.
   * @param {Source | null} before null for the one that Python begins with
   */
  async putBack(before) {
    const { python, page } = this;
    page.withdraw();
    try {
      const { fetch, name } = before ?? page.firstModel();
      await page.show(await python.loadModel(await fetch(), name));
    } catch (error) {
      python.model = before; // a worker that is started again begins with it
      python.worker?.end(/** @type {Error} */ (error));
    }
  }

  get python() {
    return /** @type {PythonClient} */ (this.page.python());
  }
}

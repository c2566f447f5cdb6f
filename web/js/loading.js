/** Puts models in force: the site's, a person's own; and says what is wrong with one. */

import { sentenceOf } from "./errors.js";
import { fetched } from "./fetched.js";

/** @typedef {import("./own/model.js").Found} Found */
/** @typedef {import("./own/model.js").Kept} Kept */
/** @typedef {import("./worker/protocol.js").Model} Model */

/**
 * @typedef {object} Page
 * @property {import("./texts/language.js").Texts} texts
 * @property {import("./report.js").Report} report
 * @property {Promise<void>} isReady
 * @property {() => import("./python.js").Python | null} python
 * @property {(own: Kept) => Promise<{ file: ArrayBuffer, found: Found }>} asModel the bytes of a model file, whatever kind of file it was
 * @property {(model: Model) => Promise<void>} show
 */

export class Loading {
  /**
   * @param {string} base the address that the site's files are relative to
   * @param {Page} page
   */
  constructor(base, page) {
    this.base = base;
    this.page = page;
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
      report.complain(texts.errors.model(sentenceOf(error)));
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
  async loadOwn(own) {
    const { report, texts, isReady, python, asModel, show } = this.page;
    try {
      await isReady;
      const { file, found } = await asModel(own);
      const model = await /** @type {import("./python.js").Python} */ (python()).loadModel(file, own.name);
      report.settle();
      await show(model);
      return { model, found };
    } catch (error) {
      report.complain(texts.errors.model(sentenceOf(error)));
      throw error;
    }
  }
}

/**
 * Loads models: the site's, and a person's own. A model takes effect as a whole, in Python and on the page; if either
 * refuses it, the previous model stays.
 */

import { fetchBytes } from "../host/fetch-file.js";
import { sentenceOf } from "../i18n/error-text.js";
import { texts } from "../i18n/language.js";
import { Cancelled } from "../python/client.js";
import { named } from "../python/model-slots.js";
import { home } from "../site-files.js";
import { ImportProgress } from "./import-progress.js";
import { isWeights, keptModel } from "./kept-model.js";
import { leavesSizeOpen, ModelImporter } from "./model-importer.js";
import { OwnModelNotice } from "./own-model-notice.js";
import { isWanted, NotWantedError } from "./slow-model-question.js";

/** @import { PictureInput } from "../input/picture-input.js" */
/** @import { SampleButtons } from "../input/sample-buttons.js" */
/** @import { Asset } from "../protocol/build-info.js" */
/** @import { Model } from "../protocol/messages.js" */
/** @import { PythonClient } from "../python/client.js" */
/** @import { Source } from "../python/model-slots.js" */
/** @import { StatusBar } from "../ui/status-bar.js" */
/** @import { InputReader } from "../view/input-reader.js" */
/** @import { View } from "../view/view.js" */
/** @import { ImportReport, OwnModel } from "./kept-model.js" */

/**
 * A model in build.json, with the history of its training if the site has one.
 * @typedef {{ name: string, title: string, url: string, parameters: number, history?: Asset }} Entry
 */

/**
 * The parts of the page that a new model concerns.
 * @typedef {object} Parts
 * @property {PythonClient} python
 * @property {View} view
 * @property {InputReader} reader
 * @property {PictureInput} pictures
 * @property {SampleButtons} samples
 * @property {StatusBar} status
 */

export class ModelLoader {
  /**
   * @param {Parts} parts
   * @param {Promise<void>} ready resolves when the page has its first model
   */
  constructor({ python, view, reader, pictures, samples, status }, ready) {
    this.python = python;
    this.view = view;
    this.reader = reader;
    this.pictures = pictures;
    this.samples = samples;
    this.status = status;
    this.ready = ready;
    this.notice = new OwnModelNotice(this);
    this.importer = new ModelImporter(python, samples);
    this.progress = new ImportProgress(this);
    /** @type {Entry[]} the site's models */
    this.entries = [];
    /** @type {Promise<unknown>} the previous model is shown, or put back, before the next one is sent to Python */
    this.queue = Promise.resolve();
  }

  /**
   * The source of a model file of the site, or of its origin.
   * @param {{ name: string, url: string }} file
   * @returns {Source}
   */
  sourceOf({ name, url }) {
    return { name, fetch: () => fetchBytes(new URL(url, home).href) };
  }

  /** @param {string} name of one of the site's models */
  find(name) {
    return this.entries.find((entry) => entry.name === name);
  }

  /**
   * Load a model of the site, by its name.
   * @param {string} name
   * @throws {TypeError} if there is no such model; the reason if it cannot be loaded, once that is shown
   */
  async loadByName(name) {
    await this.ready;
    const entry = this.find(name);
    if (!entry) {
      const names = this.entries.map((known) => known.name).join(", ");
      throw new TypeError(texts.embed.badValue("model", name.slice(0, 40), names));
    }
    return this.fetchModel(entry);
  }

  /**
   * Load a model file of the site, or of its origin.
   * @param {{ name: string, url: string }} file
   * @returns {Promise<Model>}
   * @throws the reason, once it is shown
   */
  async fetchModel(file) {
    const { name } = file;
    let bytes;
    try {
      this.status.tell(() => texts.models.loading(name));
      bytes = await this.sourceOf(file).fetch();
    } catch (error) {
      this.status.showError(() => texts.errors.model(sentenceOf(error)));
      throw error;
    }
    return (await this.load({ name, bytes, isOfSite: this.find(name) === file })).model;
  }

  /**
   * @param {ArrayBuffer} bytes
   * @param {string} name
   * @returns {Promise<Model>}
   * @throws the reason, once it is shown
   */
  async loadModel(bytes, name) {
    return this.loadAndAsk({ name, bytes });
  }

  /**
   * Load a model, and ask what its file leaves open.
   * @param {OwnModel} own
   * @returns {Promise<Model>}
   */
  async loadAndAsk(own) {
    const { model, report } = await this.load(own);
    if (report.scaling || report.classes) {
      this.notice.show(model, own, report, false);
    } else {
      this.notice.hide();
    }
    return model;
  }

  /**
   * Load a model file of the page's origin, with the files of its weights, which lie beside it.
   * @param {URL} url
   */
  async loadFromUrl(url) {
    const name = decodeURIComponent(url.pathname.split("/").at(-1) ?? "model");
    this.status.show(() => texts.models.loading(name));
    try {
      await this.ready;
      const bytes = await this.sourceOf({ name, url: url.href }).fetch();
      await this.loadOwn(await this.importer.withFilesBeside({ name, bytes }, url));
    } catch (error) {
      this.status.showError(() => texts.errors.model(sentenceOf(error)));
    }
  }

  /**
   * Load a person's own model, and show the notice about it.
   * @param {OwnModel} own
   * @param {boolean} [isKept] whether it is kept for later visits
   */
  async loadOwn(own, isKept = false) {
    if (isWeights(own)) {
      this.status.showError(() => texts.errors.noModel(own.name));
      return;
    }
    try {
      const { model, report } = await this.load(own);
      this.notice.show(model, own, report, isKept);
    } catch (error) {
      if (leavesSizeOpen(error)) {
        this.notice.askSize(own, isKept);
      } else {
        this.notice.hide(); // the reason is shown
      }
    }
  }

  /** Load the model that was kept on an earlier visit, if there is one. */
  async loadKept() {
    const kept = await keptModel();
    if (kept) {
      await this.loadOwn(kept, true);
    }
  }

  /**
   * @param {OwnModel & { isOfSite?: boolean }} own
   * @returns {Promise<{ model: Model, report: ImportReport }>}
   * @throws the reason, once it is shown
   */
  load(own) {
    const loaded = this.queue.then(() => this.loadNow(own));
    this.queue = loaded.catch(() => {});
    return loaded;
  }

  /**
   * Load a model again that was the current one.
   * @param {Source} source
   */
  goBack(source) {
    const loaded = this.queue.then(() => this.putBack(source));
    this.queue = loaded;
    this.notice.hide();
    return loaded;
  }

  /** @param {OwnModel & { isOfSite?: boolean }} own */
  async loadNow(own) {
    await this.ready;
    const previous = /** @type {Source} */ (this.python.source);
    const before = this.status.status;
    this.status.show(() => texts.models.loading(own.name));
    this.progress.begin(own.name);
    const { model, report } = await this.sendToPython(own)
      .catch((error) => {
        this.status.show(before);
        throw error;
      })
      .finally(() => this.progress.end());
    this.status.clearError();
    const { source } = this.python;
    try {
      await this.show(model);
    } catch (error) {
      await this.putBack(previous);
      this.status.showError(() => texts.errors.notShown(sentenceOf(error)));
      throw error;
    }
    if (this.python.source?.fetch !== source?.fetch) {
      throw new Error(`${own.name} has stopped Python`); // the client has put the previous model back, and the page says so
    }
    return { model, report };
  }

  /** @param {OwnModel & { isOfSite?: boolean }} own */
  async sendToPython(own) {
    try {
      const { file, report } = await this.importer.fileOf(own, (done, total) => this.progress.report(done, total));
      return { model: await this.loadOrAsk(file, own), report };
    } catch (error) {
      if (!(error instanceof NotWantedError || error instanceof Cancelled || leavesSizeOpen(error))) {
        this.status.showError(() => texts.errors.model(sentenceOf(error)));
      }
      throw error;
    }
  }

  /**
   * Load a model; one of a person that reads slowly, only if it is wanted.
   * @param {ArrayBuffer} file
   * @param {OwnModel & { isOfSite?: boolean }} own
   */
  async loadOrAsk(file, { name, isOfSite = false }) {
    const { slots } = this.python;
    if (isOfSite) {
      return slots.load(file, name);
    }
    const model = await slots.loadIfQuick(file, name);
    if (!("seconds" in model)) {
      return this.underOwnName(model, file);
    }
    this.progress.end();
    if (!(await isWanted(model))) {
      throw new NotWantedError(model);
    }
    return this.underOwnName(await slots.load(file, name), file);
  }

  /**
   * The current model under a name that no model of the site has, unless it is that very file: a link with the name opens that.
   * @param {Model} model
   * @param {ArrayBuffer} file
   * @returns {Promise<Model>}
   */
  async underOwnName(model, file) {
    const entry = this.find(model.name);
    if (entry && !(await this.isFileOf(entry, file))) {
      this.python.source = { .../** @type {Source} */ (this.python.source), key: `${model.name}-own` };
    }
    return named(model, this.python.source);
  }

  /**
   * @param {Entry} entry
   * @param {ArrayBuffer} file
   */
  async isFileOf(entry, file) {
    const known = await this.sourceOf(entry)
      .fetch()
      .catch(() => new ArrayBuffer(0)); // without a network it cannot be told
    const [one, other] = [new Uint8Array(known), new Uint8Array(file)];
    return one.length === other.length && one.every((byte, at) => byte === other[at]);
  }

  /** @param {Model} model that Python has loaded */
  async show(model) {
    this.view.showModel(model);
    await this.pictures.modelChanged();
    await this.reader.read();
    this.view.dispatchEvent(new CustomEvent("modelchange", { detail: model }));
  }

  /**
   * Load the previous model again, in Python and on the page.
   * @param {Source} previous
   */
  async putBack(previous) {
    const { python, view } = this;
    view.withdrawModel();
    try {
      await this.show(await python.slots.loadSource(previous));
    } catch (error) {
      python.source = previous; // the next worker starts with it
      python.worker?.end(/** @type {Error} */ (error));
    }
  }
}

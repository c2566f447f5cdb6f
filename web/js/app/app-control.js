/** What `window.glasscnn` can do with the page (web/js/embed/public-api.js checks the arguments first). */

import { replyOf } from "../embed/public-api.js";
import { sentenceOf } from "../i18n/error-text.js";
import { linkTo } from "../share/link.js";

/** @import { PageControl } from "../embed/public-api.js" */
/** @import { Model, Reading } from "../protocol/messages.js" */
/** @import { State, Stroke } from "../protocol/page-state.js" */
/** @import { App } from "./app.js" */

/** @implements {PageControl} */
export class AppControl {
  /** @param {Pick<App, "pad" | "reader" | "view" | "models" | "pictures" | "samples" | "controls" | "status">} app */
  constructor({ pad, reader, view, models, pictures, samples, controls, status }) {
    this.pad = pad;
    this.reader = reader;
    this.view = view;
    this.models = models;
    this.pictures = pictures;
    this.samples = samples;
    this.controls = controls;
    this.status = status;
  }

  /** The current model; the page is ready, so there is one. */
  model() {
    return /** @type {Model} */ (this.view.model);
  }

  /** @param {Float32Array} image */
  async readImage(image) {
    return this.reply(await this.reader.python.readImage(image, "main", true));
  }

  /** @param {Stroke[]} strokes */
  async setStrokes(strokes) {
    this.samples.stop();
    this.pad.setStrokes(strokes);
    return this.reply(await this.reader.readThrough());
  }

  /** @returns {State} */
  getState() {
    return Object.assign(
      {
        version: /** @type {const} */ (1),
        ...this.pad.getState(),
        model: this.view.model?.name ?? "",
        stage: this.view.openStage,
      },
      ...this.view.panels.map((panel) => panel.getState?.() ?? {}),
    );
  }

  /**
   * The state to hand on: with the example, where that is what the page shows.
   * @returns {State}
   */
  shownState() {
    const { isExample, drawing } = this.pad;
    return isExample ? { ...this.getState(), strokes: drawing.strokes } : this.getState();
  }

  /** @param {State} state */
  async setState(state) {
    const { view, models, samples, controls, pictures } = this;
    const entry = models.find(state.model);
    if (entry && state.model !== this.model().name) {
      await models.fetchModel(entry).catch(() => {}); // the reason is shown; the rest of the state still applies
    }
    samples.stop();
    controls.set(state);
    this.pad.setStrokes(state.strokes);
    pictures.showLevels(state.image ?? null);
    if (state.stage !== view.openStage) {
      view.toggleStage(state.stage ?? view.openStage);
    }
    const reading = await this.reader.readThrough();
    await this.setPanelStates(state);
    return this.reply(state.weights ? await this.reader.readThrough() : reading); // with its weights
  }

  /** @param {State} state */
  async setPanelStates(state) {
    for (const panel of this.view.panels) {
      try {
        await panel.setState?.({ ...state });
      } catch (error) {
        this.status.showError(() => sentenceOf(error)); // a state of another version, or from a foreign link
      }
    }
  }

  /**
   * @param {ArrayBuffer} bytes
   * @param {string} name
   */
  loadModel(bytes, name) {
    return this.models.loadModel(bytes, name);
  }

  needAllValues() {
    this.reader.needAllValues();
  }

  /** @param {State} state */
  link(state) {
    return linkTo(state);
  }

  /** @param {Reading} reading */
  reply(reading) {
    return replyOf(reading, this.model());
  }
}

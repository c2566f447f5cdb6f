/** The network of the page, as a training changes it. */

/** @import { Pad } from "../../../input/pad.js" */
/** @import { OwnModel } from "../../../models/kept-model.js" */
/** @import { ModelLoader } from "../../../models/model-loader.js" */
/** @import { ModelWeights } from "../../../models/model-weights.js" */
/** @import { PythonClient } from "../../../python/client.js" */
/** @import { Source } from "../../../python/model-slots.js" */
/** @import { View } from "../../../view/view.js" */
/** @import { Network } from "./trainer.js" */

const PATIENCE = 90; // milliseconds; the maps of a network that learns move ten times a second also while the pen rests

/** @implements {Network} */
export class PageNetwork {
  /** @param {{ pad: Pad, python: PythonClient, models: ModelLoader, weights: ModelWeights, view: View }} page */
  constructor({ pad, python, models, weights, view }) {
    this.pad = pad;
    this.python = python;
    this.models = models;
    this.weights = weights;
    this.view = view;
    this.isLoading = false; // whether a training loads a network, and not a person
    /** @type {Source["fetch"] | undefined} of the network that is trained */
    this.known = undefined;
  }

  get name() {
    return this.view.model?.name ?? "";
  }

  get source() {
    return this.python.source;
  }

  /** Whether the page has the network that is trained. */
  get isKnown() {
    return this.source?.fetch === this.known;
  }

  async file() {
    this.known = this.source?.fetch;
    const { buffer } = await this.weights.fileToTrain();
    return buffer;
  }

  /**
   * Read with other weights. While somebody draws, that comes right after a reading of the ink, which need not wait then.
   * @param {Float32Array} weights
   */
  async change(weights) {
    if (this.pad.pointer !== null) {
      await this.nextReading();
    }
    return this.weights.change(weights, "training");
  }

  /** The next reading, or some time without one. */
  nextReading() {
    return new Promise((resolve) => {
      this.view.addEventListener("reading", resolve, { once: true });
      setTimeout(resolve, PATIENCE);
    });
  }

  /** @param {ArrayBuffer} bytes */
  replace(bytes) {
    return this.loading(async () => {
      await this.models.load({ name: this.name, bytes });
      this.models.notice.hide();
    });
  }

  /**
   * Load it as a person's own model.
   * @param {OwnModel} own
   */
  keep(own) {
    return this.loading(() => this.models.loadOwn(own));
  }

  /** @param {Source} before */
  async goBack(before) {
    if (!this.isSame(before)) {
      await this.loading(() => this.models.goBack({ ...before, weights: null }));
      await (before.weights && this.change(before.weights));
    } else if (before.weights) {
      await this.change(before.weights);
    } else {
      await this.weights.restore("training");
    }
  }

  /**
   * Whether the page has the network of a source, if with other weights.
   * @param {Source} source
   */
  isSame(source) {
    return source.fetch === this.source?.fetch;
  }

  /** @param {() => Promise<unknown>} load */
  async loading(load) {
    this.isLoading = true;
    try {
      await load();
    } finally {
      this.isLoading = false;
      this.known = this.source?.fetch;
    }
  }
}

/**
 * What people bring and what they take: a picture, a model, files to take home. Like main.js, it knows the parts; they do
 * not know each other.
 */

import { LocalisedError, sentenceOf } from "../i18n/error-text.js";
import { PictureInput } from "../input/picture-input.js";
import { isModel, isOnnx, keptModel, OwnModelNotice } from "../models/kept-model.js";
import { SaveMenu } from "../save/save-menu.js";

/** @import { Texts } from "../i18n/language.js" */
/** @import { Pad } from "../input/pad.js" */
/** @import { InputReader } from "../input/reader.js" */
/** @import { Sample } from "../input/samples.js" */
/** @import { Found, Kept } from "../models/kept-model.js" */
/** @import { Model } from "../protocol/messages.js" */
/** @import { Shown, State } from "../protocol/page-state.js" */

/**
 * What main.js lends.
 * @typedef {object} Page
 * @property {<T extends HTMLElement = HTMLElement>(id: string) => T} part
 * @property {Texts} texts
 * @property {Pad} pad
 * @property {InputReader} reader
 * @property {() => Model | null} model
 * @property {() => Shown | null} shown
 * @property {() => State} state
 * @property {() => void} stopSamples
 * @property {() => Promise<void>} read
 * @property {(own: Kept) => Promise<{ model: Model, found: Found }>} loadOwn
 * @property {() => Promise<Sample[]>} samples
 * @property {(sentence: () => string) => void} showError
 */

export class Bringing {
  /** @param {Page} page */
  constructor(page) {
    this.page = page;
    const { part, texts, showError } = page;
    this.image = new PictureInput(
      {
        button: part("own-image"),
        photograph: part("photograph"),
        file: part("image-file"),
        camera: part("camera"),
        section: part("picture"),
        onPad: part("pad-picture"),
      },
      texts.own.image,
      {
        shape: () => page.model()?.input.shape ?? [],
        prepare: (width, height, rgba) => this.python.work("picture", { width, height }, rgba),
        show: (image) => this.showImage(image),
        showError,
      },
    );
    this.model = new OwnModelNotice(part("own-model"), texts.own.model, {
      load: (own, isKept) => this.bringModel(own, isKept),
      showError,
    });
    this.take = new SaveMenu({ button: part("take"), box: part("take-box") }, texts.take, {
      model: page.model,
      shown: page.shown,
      state: page.state,
      make: async (task, args) => {
        await page.read(); // somebody may have asked for another image's reading meanwhile
        return this.python.work(task, args);
      },
      showError,
    });
  }

  /** Another language is in force. */
  localise() {
    for (const spoken of [this.image, this.model, this.take]) {
      spoken.localise();
    }
  }

  get python() {
    const { python } = this.page.reader;
    if (!python) {
      throw new LocalisedError(() => this.page.texts.prediction.waiting);
    }
    return python;
  }

  /**
   * Read an image in the drawing's place, or the drawing again.
   * @param {Float32Array | null} image
   */
  showImage(image) {
    const { reader, pad } = this.page;
    this.page.stopSamples();
    if (image && !(pad.drawing.isEmpty && !pad.isExample)) {
      pad.clear();
    }
    reader.image = image;
    this.image.paintOnPad(image, this.page.model()?.input.shape ?? [1, 28, 28]);
    pad.changed();
  }

  /**
   * An image of a state.
   * @param {number[] | null} levels 0 … 255
   */
  showLevels(levels) {
    const shape = this.page.model()?.input.shape ?? [];
    if (!levels && !this.page.reader.image) {
      return;
    }
    const fits = levels?.length === shape.reduce((product, side) => product * side, 1);
    this.showImage(levels && fits ? Float32Array.from(levels, (level) => level / 255) : null);
  }

  /** Ink is on the pad: it takes the picture's place. */
  inkChanged() {
    if (this.page.reader.image && !this.page.pad.drawing.isEmpty) {
      this.drop();
    }
  }

  /** Let the picture go. */
  drop() {
    this.page.reader.image = null;
    this.image.paintOnPad(null, [1, 28, 28]);
  }

  /** Another model is in force: the picture is made ready for it, or let go. */
  async modelChanged() {
    if (!this.page.reader.image) {
      return;
    }
    this.page.reader.image = null;
    if (!(await this.image.prepareAgain())) {
      this.drop();
    }
  }

  /**
   * The bytes of a model file, whatever kind of file it was, and what was found out about it.
   * @param {Kept} own
   * @returns {Promise<{ file: ArrayBuffer, found: Found }>}
   */
  async asModel({ name, bytes, files = [], scaling = null }) {
    if (!isOnnx({ name, bytes })) {
      return { file: bytes, found: { unneeded: [], scaling: null } };
    }
    const samples = await this.page.samples();
    const sizes = files.map((file) => ({ name: file.name, size: file.bytes.byteLength }));
    const all = await new Blob([bytes, ...files.map((file) => file.bytes)]).arrayBuffer();
    const { file, result } = await this.python.work("onnx", { name, files: sizes, samples, scaling }, all);
    return { file: file.buffer, found: result };
  }

  /**
   * A model of the person's own.
   * @param {Kept} own
   * @param {boolean} [isKept]
   */
  async bringModel(own, isKept = false) {
    const { showError, texts } = this.page;
    if (!isModel(own)) {
      showError(() => texts.errors.noModel(own.name));
      return;
    }
    try {
      const { model, found } = await this.page.loadOwn(own);
      this.model.show(model.title, own, found, isKept);
    } catch {
      this.model.hide(); // loadOwn has said what is wrong with it
    }
  }

  /** The model that was kept, where one was. */
  async bringKept() {
    const kept = await keptModel();
    if (kept) {
      await this.bringModel(kept, true).catch((error) => this.page.showError(() => sentenceOf(error)));
    }
  }
}

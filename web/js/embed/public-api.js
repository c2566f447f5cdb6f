/** `window.glasscnn`: the public API for embedding pages, tests and the browser's console. */

import { onDetail } from "../lib/events.js";
import { LARGEST_IMAGE_OF_A_STATE, MOST_POINTS_OF_A_STATE } from "../protocol/limits.js";
import { probabilitiesOf, valuesOf } from "../protocol/stages.js";

/** @import { Point, Reply, State, Stroke } from "../protocol/page-state.js" */
/** @import { Model, Reading } from "../protocol/messages.js" */

/** @import { StatusBar } from "../ui/status-bar.js" */
/** @import { View } from "../view/view.js" */

/**
 * What the API needs of the page.
 * @typedef {object} PageControl
 * @property {(image: Float32Array) => Promise<Reply>} readImage
 * @property {(strokes: Stroke[]) => Promise<Reply>} setStrokes
 * @property {() => State} getState
 * @property {() => State} shownState the same with the example, where that is what the page shows
 * @property {(state: State) => Promise<Reply>} setState
 * @property {(bytes: ArrayBuffer, name: string) => Promise<Model>} loadModel
 * @property {() => Model} model
 * @property {(state: State) => string} link
 * @property {() => void} needAllValues have every reading contain the values of all stages from now on
 */

export class PublicApi extends EventTarget {
  /**
   * @param {PageControl} page
   * @param {Promise<void>} ready
   */
  constructor(page, ready) {
    super();
    /** Resolved when the first reading is on the screen and the whole page is loaded. */
    this.ready = ready;
    this.page = page;
    /** The number of ignored messages: from another window, from another origin, or malformed (embed/messages.js). */
    this.ignoredMessages = 0;
    /** Whether a listener for `prediction` was ever added. */
    this.hasListener = false;
  }

  /**
   * Report what happens on the page as events.
   * @param {View} view
   * @param {StatusBar} status
   */
  reportOn(view, status) {
    onDetail(view, "reading", (reading) => this.emitPrediction(reading, this.page.model()));
    onDetail(view, "modelchange", (model) => this.emit("modelchange", model));
    onDetail(view, "checked", (result) => this.emit("checked", result));
    onDetail(view, "pinchange", (place) => this.emit("pinchange", place));
    onDetail(status, "error", (sentence) => this.emit("error", sentence));
  }

  /**
   * @param {string} type
   * @param {EventListenerOrEventListenerObject | null} listener
   * @param {AddEventListenerOptions | boolean} [options]
   */
  addEventListener(type, listener, options) {
    if (type === "prediction" && !this.hasListener) {
      this.hasListener = true;
      this.page.needAllValues();
    }
    super.addEventListener(type, listener, options);
  }

  /**
   * Emit `prediction` for a reading, if there is a listener: the reply copies the values of all stages. A reading that was
   * requested before the first listener was added may not have them.
   * @param {Reading} reading
   * @param {Model} model
   */
  emitPrediction(reading, model) {
    if (this.hasListener && model.stages.every((stage) => valuesOf(reading, model, stage))) {
      this.emit("prediction", replyOf(reading, model));
    }
  }

  /**
   * Read an image without touching the drawing.
   * @param {number[][]} pixels rows of numbers in 0 (paper) … 1 (ink), as high and wide as the model's input
   * @returns {Promise<Reply>}
   */
  async predict(pixels) {
    await this.ready;
    return this.page.readImage(imageOf(pixels, this.page.model().input.shape));
  }

  /**
   * Put strokes on the pad and read them.
   * @param {number[][][]} strokes lists of [x, y] or [x, y, milliseconds] on the 280 × 280 pad
   * @returns {Promise<Reply>}
   */
  async setStrokes(strokes) {
    const checked = checkStrokes(strokes);
    await this.ready;
    return this.page.setStrokes(checked);
  }

  /** A link to what the page shows. @returns {string} @throws {Error} if the drawing is too long for a link */
  link() {
    return this.page.link(this.page.shownState());
  }

  /** What the visitor has set: drawing, model, open stage and all settings. @returns {State} */
  getState() {
    return structuredClone(this.page.getState());
  }

  /**
   * Show a state, and read its drawing.
   * @param {State} state as returned by getState
   * @returns {Promise<Reply>}
   */
  async setState(state) {
    const checked = checkState(state);
    await this.ready;
    return this.page.setState(checked);
  }

  /**
   * Load another model. If it is refused, the current one remains.
   * @param {ArrayBuffer | Uint8Array} bytes of a `.npz`
   * @param {string} name
   * @returns {Promise<Model>}
   */
  async loadModel(bytes, name) {
    if (!(bytes instanceof ArrayBuffer) && !ArrayBuffer.isView(bytes)) {
      throw new TypeError("loadModel: expected the bytes of a model file, as an ArrayBuffer or a Uint8Array");
    }
    const { buffer, byteOffset, byteLength } = ArrayBuffer.isView(bytes) ? bytes : new Uint8Array(bytes);
    const copy = new Uint8Array(buffer, byteOffset, byteLength).slice();
    await this.ready;
    return this.page.loadModel(copy.buffer, String(name ?? "model"));
  }

  /**
   * @param {"ready" | "prediction" | "modelchange" | "pinchange" | "checked" | "error"} type
   * @param {unknown} [detail]
   */
  emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

/**
 * A reading as a reply of the API.
 * @param {Reading} reading with the values of all stages
 * @param {Model} model
 * @returns {Reply}
 */
export function replyOf(reading, model) {
  const stages = Object.fromEntries(
    model.stages.map((stage) => {
      const data = /** @type {Float32Array} */ (valuesOf(reading, model, stage));
      return [stage.name, { shape: stage.shape, data: data.slice() }];
    }),
  );
  return {
    prediction: reading.label,
    probabilities: probabilitiesOf(reading, model),
    latency_ms: reading.milliseconds,
    stages,
  };
}

/**
 * @param {number[][]} pixels
 * @param {number[]} shape [C, H, W] of the model's input
 */
function imageOf(pixels, [channels, height, width]) {
  const isRow = (/** @type {any} */ row) => row?.length === width && (Array.isArray(row) || ArrayBuffer.isView(row));
  const rows = Array.isArray(pixels) && pixels.every(isRow) ? pixels.map((row) => Array.from(row)) : [];
  const isShare = (/** @type {unknown} */ value) => typeof value === "number" && value >= 0 && value <= 1;
  if (rows.length !== height || !rows.every((row) => row.every(isShare))) {
    throw new TypeError(`predict: expected ${height} rows of ${width} numbers from 0 to 1`);
  }
  const plane = rows.flat();
  return new Float32Array(Array.from({ length: channels }, () => plane).flat());
}

/**
 * @param {State} state
 * @returns {State} the same, with a time for every point
 * @throws {TypeError} if it is invalid
 */
export function checkState(state) {
  if (state?.version !== 1) {
    throw new TypeError(`state: expected version 1, found ${JSON.stringify(state?.version)}`);
  }
  const strokes = checkStrokes(state.strokes);
  checkSettings(state);
  checkImage(state.image);
  return { ...state, strokes };
}

/** @param {State} state */
function checkSettings({ brush, centre, model, stage }) {
  if (!(Number.isFinite(brush) && brush >= 1 && brush < 200)) {
    throw new TypeError(`state: expected the brush's width in pad units, 1 to 200, found ${JSON.stringify(brush)}`);
  }
  if (typeof centre !== "boolean") {
    throw new TypeError(`state: expected centre to be true or false, found ${JSON.stringify(centre)}`);
  }
  if (typeof model !== "string" || (stage !== null && typeof stage !== "string")) {
    throw new TypeError("state: expected model to be a name, and stage to be a name or null");
  }
}

/** @param {unknown} image */
function checkImage(image) {
  const isLevel = (/** @type {unknown} */ value) =>
    Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 255;
  const isImage =
    Array.isArray(image) && image.length <= LARGEST_IMAGE_OF_A_STATE && !hasHole(image) && image.every(isLevel);
  if (image !== undefined && !isImage) {
    throw new TypeError("state: expected image to be a list of whole numbers from 0 to 255");
  }
}

/**
 * Whether a list is sparse: every() and map() skip holes, but includes() finds them as undefined.
 * @param {unknown[]} list
 */
const hasHole = (list) => list.includes(undefined);

/**
 * @param {unknown} strokes
 * @returns {Stroke[]}
 */
function checkStrokes(strokes) {
  if (!Array.isArray(strokes) || hasHole(strokes)) {
    throw new TypeError("strokes: expected a list of lists of [x, y] points");
  }
  const points = strokes.reduce((sum, stroke) => sum + (Array.isArray(stroke) ? stroke.length : 0), 0);
  if (points > MOST_POINTS_OF_A_STATE) {
    throw new TypeError(`strokes: expected at most ${MOST_POINTS_OF_A_STATE} points, found ${points}`);
  }
  let time = 0;
  return strokes
    .filter((stroke) => !Array.isArray(stroke) || stroke.length > 0)
    .map((stroke, number) => {
      const isPoint = (/** @type {unknown} */ point) => Array.isArray(point) && point.every(Number.isFinite);
      if (!Array.isArray(stroke) || hasHole(stroke) || !stroke.every(isPoint)) {
        throw new TypeError(`stroke ${number + 1}: expected a list of [x, y] points with finite numbers`);
      }
      return stroke.map(([x, y, when]) => {
        if (x === undefined || y === undefined) {
          throw new TypeError(`stroke ${number + 1}: expected [x, y] points, found one of fewer numbers`);
        }
        time = when ?? time + 16;
        return /** @type {Point} */ ([x, y, time]);
      });
    });
}

/** Calls `glasscnn.bridge.Session` for one slot, and copies its results out of Python's memory. */

import { ArrayView } from "./array-view.js";
import { convertOnnx, filesOfOnnx } from "./onnx.js";
import { copyValues, partsOf, withAllValues } from "./parts.js";

/** @import { PyodideAPI as Pyodide } from "pyodide" */
/** @import { Ink, Intervened, Interventions, TaskResult, Model, Need } from "../protocol/messages.js" */
/** @import { Painted, Part, Reading, SlowModel, Stage, Task } from "../protocol/messages.js" */
/** @import { Answer, Questions } from "../protocol/questions.js" */
/** @import { OnStep } from "./onnx.js" */

export class Session {
  /**
   * @param {Pyodide} pyodide
   * @param {any} python a `glasscnn.bridge.Session`
   * @param {Model | null} [model] that it has loaded
   */
  constructor(pyodide, python, model = null) {
    this.pyodide = pyodide;
    this.python = python;
    this.ink = this.view("ink", "f32");
    this.lengths = this.view("stroke_lengths", "i32");
    this.outputs = this.outputViews();
    this.serial = 0;
    /** @type {Stage[]} */
    this.stages = [];
    this.isLarge = false;
    /** @type {Part[] | null} of the next reading; null if it contains all stages */
    this.parts = null;
    if (model) {
      this.begin(model);
    }
  }

  /**
   * Of a large model, nothing is shown at first.
   * @param {Model} model that is now loaded
   */
  begin({ stages, isLarge }) {
    this.stages = stages;
    this.isLarge = isLarge;
    this.parts = null;
    if (isLarge) {
      this.show(stages.map(() => ({ scale: 0, values: false })));
    }
  }

  /**
   * A session without a model.
   * @param {Pyodide} pyodide with glasscnn importable
   */
  static empty(pyodide) {
    const bridge = pyodide.pyimport("glasscnn.bridge");
    const session = new Session(pyodide, bridge.Session());
    bridge.destroy();
    return session;
  }

  /** A session of its own with the same model, which is not large: its readings leave those of this one untouched. */
  twin() {
    return new Session(this.pyodide, this.python.twin());
  }

  release() {
    for (const view of [this.ink, this.lengths, ...Object.values(this.outputs)]) {
      view.release();
    }
    this.python.destroy();
  }

  /**
   * Views of the current model's arrays; all are empty without a model.
   * @returns {{ values: ArrayView<Float32Array>, pixels: ArrayView<Uint8Array>, ranges: ArrayView<Float32Array>, image:
   *   ArrayView<Float32Array> }}
   */
  outputViews() {
    return {
      values: this.view("values", "f32"),
      pixels: this.view("pixels", "u8"),
      ranges: this.view("ranges", "f32"),
      image: this.view("image", "f32"),
    };
  }

  /** Python has made other arrays. */
  renewOutputs() {
    for (const view of Object.values(this.outputs)) {
      view.release();
    }
    this.outputs = this.outputViews();
  }

  /**
   * @param {string} name
   * @param {"f32" | "i32" | "u8"} type
   * @returns {ArrayView<any>}
   */
  view(name, type) {
    return new ArrayView(this.pyodide, this.python[name], type);
  }

  /**
   * Load a model. If it is refused, the previous one remains.
   * @param {ArrayBuffer} bytes
   * @param {string} name for error messages
   * @param {boolean} onlyQuick whether a model that reads slowly is not loaded
   * @returns {Model | SlowModel}
   */
  loadModel(bytes, name, onlyQuick) {
    const data = this.pyodide.toPy(new Uint8Array(bytes));
    try {
      const model = JSON.parse(this.python.load_model(data, name, onlyQuick));
      if (model.seconds) {
        return model;
      }
      this.renewOutputs();
      this.begin(model);
      return model;
    } finally {
      data.destroy();
    }
  }

  /**
   * Have readings contain what the page needs of each stage, and the probabilities.
   * @param {Need[]} needs one for each stage
   * @returns {Painted} the newest reading, with what is needed
   */
  show(needs) {
    if (!this.isLarge) {
      return this.painted(); // it was the previous model's
    }
    const places = JSON.parse(this.python.show(JSON.stringify(needs.map(({ scale }) => scale))));
    this.outputs.pixels.release(); // Python has made another array
    this.outputs.pixels = this.view("pixels", "u8");
    this.parts = partsOf(this.stages, needs, places);
    return this.painted();
  }

  /**
   * Read strokes.
   * @param {Ink} ink
   * @param {boolean} allValues whether the values of all stages are needed this time
   * @returns {Reading}
   */
  readInk({ points, lengths, canvasSize, brush, centre }, allValues) {
    const start = performance.now();
    if (this.python.reserve_ink(points.length / 2, lengths.length)) {
      this.ink.release();
      this.lengths.release();
      this.ink = this.view("ink", "f32");
      this.lengths = this.view("stroke_lengths", "i32");
    }
    this.ink.data.set(points);
    this.lengths.data.set(lengths);
    const label = this.python.read_ink(lengths.length, canvasSize, brush, centre);
    return this.reading(label, start, allValues);
  }

  /**
   * Read an image.
   * @param {Float32Array} image values in 0 … 1
   * @param {boolean} allValues whether the values of all stages are needed this time
   * @returns {Reading}
   */
  readImage(image, allValues) {
    const start = performance.now();
    const input = this.outputs.image.data;
    if (image.length !== input.length) {
      throw new Error(`the model takes images of ${input.length} numbers, found ${image.length}`);
    }
    input.set(image);
    return this.reading(this.python.read_image(), start, allValues);
  }

  /**
   * Read the newest image again, with other weights.
   * @param {Float32Array} weights all of the model's, in the order of the task "weights"
   * @param {boolean} allValues whether the values of all stages are needed this time
   * @returns {Reading}
   */
  changeWeights(weights, allValues) {
    const start = performance.now();
    const vector = this.pyodide.toPy(weights);
    try {
      return this.reading(this.python.change_weights(vector), start, allValues);
    } finally {
      vector.destroy();
    }
  }

  /**
   * Leave parts of the network out, and read the newest image again. If that is refused, everything remains.
   * @param {Interventions} interventions
   * @param {boolean} allValues whether the values of all stages are needed this time
   * @returns {Intervened}
   */
  intervene(interventions, allValues) {
    const start = performance.now();
    const model = JSON.parse(this.python.intervene(JSON.stringify(interventions)));
    this.renewOutputs();
    this.stages = model.stages;
    return { model, reading: this.reading(this.python.label, start, allValues) };
  }

  /**
   * Copy the reading that Python has just computed.
   * @param {number} label
   * @param {number} start of the request, in milliseconds of `performance.now()`
   * @param {boolean} allValues
   * @returns {Reading}
   */
  reading(label, start, allValues) {
    this.serial += 1;
    return { ...this.painted(allValues), label, milliseconds: performance.now() - start };
  }

  /**
   * Copy the values and pixels of the newest reading.
   * @param {boolean} [allValues] of all stages, whatever the page needs otherwise
   * @returns {Painted}
   */
  painted(allValues = false) {
    const { values, pixels, ranges } = this.outputs;
    const { parts, stages } = this;
    return {
      serial: this.serial,
      values: parts && !allValues ? copyValues(stages, parts, values.data) : values.data.slice(),
      pixels: new Uint8ClampedArray(pixels.data),
      ranges: ranges.data.slice(),
      parts: parts && allValues ? withAllValues(stages, parts) : parts,
    };
  }

  /**
   * Answer a question about the newest reading.
   * @param {keyof Questions} question
   * @param {object} args
   * @returns {Answer}
   */
  ask(question, args) {
    const { result } = JSON.parse(this.python.ask(question, JSON.stringify(args)));
    return {
      result,
      numbers: this.copyOf("numbers", "f32"),
      pictures: new Uint8ClampedArray(this.copyOf("pictures", "u8")),
      serial: this.serial,
    };
  }

  /**
   * Run a task.
   * @param {Task} task
   * @param {object} args
   * @param {ArrayBuffer} bytes
   * @param {OnStep} onStep
   * @returns {TaskResult}
   */
  runTask(task, args, bytes, onStep) {
    const data = this.pyodide.toPy(new Uint8Array(bytes));
    try {
      if (task === "onnx" || task === "onnxFiles") {
        return (task === "onnx" ? convertOnnx : filesOfOnnx)(this.pyodide, data, JSON.stringify(args), onStep);
      }
      const { result } = JSON.parse(this.python.work(task, JSON.stringify(args), data));
      return {
        result,
        numbers: this.copyOf("numbers", "f32"),
        pictures: new Uint8ClampedArray(this.copyOf("pictures", "u8")),
        file: this.copyOf("file", "u8"),
      };
    } finally {
      data.destroy();
    }
  }

  /**
   * Copy an array of the last answer.
   * @param {string} name
   * @param {"f32" | "u8"} type
   */
  copyOf(name, type) {
    const view = this.view(name, type);
    try {
      return view.data.slice();
    } finally {
      view.release();
    }
  }
}

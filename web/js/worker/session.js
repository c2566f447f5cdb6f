/** Calls `glasscnn.bridge.Session` for one slot, and copies its results out of Python's memory. */

import { ArrayView } from "./array-view.js";

/** @import { PyodideAPI as Pyodide } from "pyodide" */
/** @import { Ink, TaskResult, Model, Reading, Task } from "../protocol/messages.js" */
/** @import { Answer, Questions } from "../protocol/questions.js" */

export class Session {
  /**
   * @param {Pyodide} pyodide
   * @param {any} python a `glasscnn.bridge.Session`
   */
  constructor(pyodide, python) {
    this.pyodide = pyodide;
    this.python = python;
    this.ink = this.view("ink", "f32");
    this.lengths = this.view("stroke_lengths", "i32");
    this.outputs = this.outputViews();
    this.serial = 0;
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
   * @returns {Model}
   */
  loadModel(bytes, name) {
    const data = this.pyodide.toPy(new Uint8Array(bytes));
    try {
      const model = JSON.parse(this.python.load_model(data, name));
      for (const view of Object.values(this.outputs)) {
        view.release();
      }
      this.outputs = this.outputViews();
      return model;
    } finally {
      data.destroy();
    }
  }

  /**
   * Read strokes.
   * @param {Ink} ink
   * @returns {Reading}
   */
  readInk({ points, lengths, canvasSize, brush, centre }) {
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
    return this.reading(label, start);
  }

  /**
   * Read an image.
   * @param {Float32Array} image values in 0 … 1
   * @returns {Reading}
   */
  readImage(image) {
    const start = performance.now();
    const input = this.outputs.image.data;
    if (image.length !== input.length) {
      throw new Error(`the model takes images of ${input.length} numbers, found ${image.length}`);
    }
    input.set(image);
    return this.reading(this.python.read_image(), start);
  }

  /**
   * Copy the reading that Python has just computed.
   * @param {number} label
   * @param {number} start of the request, in milliseconds of `performance.now()`
   * @returns {Reading}
   */
  reading(label, start) {
    const { values, pixels, ranges } = this.outputs;
    this.serial += 1;
    return {
      serial: this.serial,
      label,
      values: values.data.slice(),
      pixels: new Uint8ClampedArray(pixels.data),
      ranges: ranges.data.slice(),
      milliseconds: performance.now() - start,
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
   * @returns {TaskResult}
   */
  runTask(task, args, bytes) {
    const data = this.pyodide.toPy(new Uint8Array(bytes));
    try {
      if (task === "onnx") {
        return this.convertOnnx(data, JSON.stringify(args));
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
   * Convert an ONNX file to a model file with the toolchain's importer, which is fetched on the first import.
   * @param {any} data the ONNX file, followed by the files that were chosen with it
   * @param {string} args JSON: the name of the file, and the names and sizes of the files that follow it in `data`
   * @returns {TaskResult}
   */
  convertOnnx(data, args) {
    const importer = this.pyodide.pyimport("glasscnn_import.in_browser");
    try {
      const converted = importer.read(data, args);
      const [result, model] = converted;
      converted.destroy();
      const file = model.toJs();
      model.destroy();
      return {
        result: JSON.parse(result),
        numbers: new Float32Array(),
        pictures: new Uint8ClampedArray(),
        file,
      };
    } finally {
      importer.destroy();
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

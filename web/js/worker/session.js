/** The worker's side of `glasscnn.bridge.Session`: what the page asks for, as calls into Python and copies out of it. */

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
    this.out = this.views();
    this.serial = 0;
  }

  /**
   * One that has no model yet.
   * @param {Pyodide} pyodide with glasscnn importable
   */
  static empty(pyodide) {
    const bridge = pyodide.pyimport("glasscnn.bridge");
    const session = new Session(pyodide, bridge.Session());
    bridge.destroy();
    return session;
  }

  /**
   * What the model in force computes; without a model all of it is empty.
   * @returns {{ values: ArrayView<Float32Array>, pixels: ArrayView<Uint8Array>, ranges: ArrayView<Float32Array>, image: ArrayView<Float32Array> }}
   */
  views() {
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
   * Put a model in force.
   * @param {ArrayBuffer} bytes
   * @param {string} name for error messages
   * @returns {Model}
   */
  loadModel(bytes, name) {
    const data = this.pyodide.toPy(new Uint8Array(bytes));
    try {
      const model = JSON.parse(this.python.load_model(data, name));
      for (const view of Object.values(this.out)) {
        view.release();
      }
      this.out = this.views();
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
   * @param {Float32Array} image numbers from 0 to 1
   * @returns {Reading}
   */
  readImage(image) {
    const start = performance.now();
    const kept = this.out.image.data;
    if (image.length !== kept.length) {
      throw new Error(`the model takes images of ${kept.length} numbers, found ${image.length}`);
    }
    kept.set(image);
    return this.reading(this.python.read_image(), start);
  }

  /**
   * What Python has computed, copied out of its memory.
   * @param {number} label
   * @param {number} start
   * @returns {Reading}
   */
  reading(label, start) {
    const { values, pixels, ranges } = this.out;
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
      numbers: this.taken("numbers", "f32"),
      pictures: new Uint8ClampedArray(this.taken("pictures", "u8")),
      serial: this.serial,
    };
  }

  /**
   * Let Python make something.
   * @param {Task} task
   * @param {object} args
   * @param {ArrayBuffer} bytes
   * @returns {TaskResult}
   */
  runTask(task, args, bytes) {
    const data = this.pyodide.toPy(new Uint8Array(bytes));
    try {
      if (task === "onnx") {
        return this.readOnnx(data, JSON.stringify(args));
      }
      const { result } = JSON.parse(this.python.runTask(task, JSON.stringify(args), data));
      return {
        result,
        numbers: this.taken("numbers", "f32"),
        pictures: new Uint8ClampedArray(this.taken("pictures", "u8")),
        file: this.taken("file", "u8"),
      };
    } finally {
      data.destroy();
    }
  }

  /**
   * A model file out of an ONNX file, by the toolchain's own importer, which is fetched now.
   * @param {any} data
   * @param {string} args JSON: the file's name, and the names and sizes of those behind it in `data`
   * @returns {TaskResult}
   */
  readOnnx(data, args) {
    const importer = this.pyodide.pyimport("glasscnn_import.in_browser");
    try {
      const made = importer.read(data, args);
      const [result, model] = made;
      made.destroy();
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
   * A copy of an array that Python has made for one answer.
   * @param {string} name
   * @param {"f32" | "u8"} type
   */
  taken(name, type) {
    const view = this.view(name, type);
    try {
      return view.data.slice();
    } finally {
      view.release();
    }
  }
}

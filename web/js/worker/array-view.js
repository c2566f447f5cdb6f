/** A NumPy array's memory as a typed array, taken once: asking Pyodide for it each time would take longer than reading. */

/** @import { PyodideAPI as Pyodide } from "pyodide" */

/** @template {Float32Array | Int32Array | Uint8Array} View */
export class ArrayView {
  /**
   * @param {Pyodide} pyodide
   * @param {any} array the PyProxy of a contiguous NumPy array; it is destroyed here
   * @param {"f32" | "i32" | "u8"} type
   */
  constructor(pyodide, array, type) {
    this.pyodide = pyodide;
    this.buffer = array.getBuffer(type); // keeps the memory where it is until it is released
    this.view = /** @type {View} */ (this.buffer.data);
    this.address = this.view.byteOffset;
    this.length = this.view.length;
    array.destroy();
  }

  /**
   * The numbers. WebAssembly's memory is a new object after it has grown; the address in it stays.
   * @returns {View}
   */
  get data() {
    const memory = /** @type {any} */ (this.pyodide)._module.HEAPU8.buffer;
    if (this.view.buffer !== memory) {
      const Type = /** @type {any} */ (this.view.constructor);
      this.view = new Type(memory, this.address, this.length);
    }
    return this.view;
  }

  release() {
    this.buffer.release();
  }
}

/** The memory of a NumPy array as a typed array; getting it from Pyodide for every reading would take longer than that. */

/** @import { PyodideAPI as Pyodide } from "pyodide" */

/** @template {Float32Array | Int32Array | Uint8Array} View */
export class ArrayView {
  /**
   * @param {Pyodide} pyodide
   * @param {any} array the PyProxy of a contiguous NumPy array; the constructor destroys it
   * @param {"f32" | "i32" | "u8"} type
   */
  constructor(pyodide, array, type) {
    this.pyodide = pyodide;
    this.buffer = array.getBuffer(type); // pins the memory until it is released
    this.view = /** @type {View} */ (this.buffer.data);
    this.address = this.view.byteOffset;
    this.length = this.view.length;
    array.destroy();
  }

  /**
   * The current values. After WebAssembly's memory has grown it is a new ArrayBuffer; the address stays valid.
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

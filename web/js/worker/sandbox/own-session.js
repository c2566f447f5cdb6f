/** Calls `glasscnn.bridge.own_session.OwnSession`, interrupts it while it runs, and copies its answers out of Python's memory. */

import { ArrayView } from "../array-view.js";
import { Interrupts } from "./interrupts.js";

/** @import { PyodideAPI as Pyodide } from "pyodide" */
/** @import { SandboxTask } from "../../protocol/sandbox-messages.js" */

/**
 * @typedef {{ result: string, numbers: Float32Array<ArrayBuffer>, pictures: Uint8ClampedArray<ArrayBuffer>, file:
 *   Uint8Array<ArrayBuffer> }} OwnAnswer
 */

/**
 * @typedef {object} Reports of a request, while it runs
 * @property {(id: number, line: number, locals: string) => void} beat
 * @property {(id: number, text: string) => void} write
 */

export class OwnSession {
  /**
   * @param {Pyodide} pyodide with glasscnn importable
   * @param {Reports} reports
   */
  constructor(pyodide, { beat, write }) {
    this.pyodide = pyodide;
    this.id = 0; // of the request that runs
    this.interrupts = new Interrupts();
    const module = pyodide.pyimport("glasscnn.bridge.own_session");
    this.python = module.OwnSession(
      (/** @type {number} */ line, /** @type {string} */ locals) => beat(this.id, line, locals),
      (/** @type {string} */ text) => write(this.id, text),
    );
    module.destroy();
    pyodide.setInterruptBuffer(/** @type {any} */ (this.interrupts)); // Python's handler is installed by now
  }

  /**
   * @param {number} id
   * @param {SandboxTask} task
   * @param {string} args JSON
   * @param {ArrayBuffer} data
   * @param {number} seconds that the person's code may run
   * @returns {OwnAnswer}
   */
  handle(id, task, args, data, seconds) {
    this.id = id;
    const bytes = this.pyodide.toPy(new Uint8Array(data));
    try {
      const result = this.interrupts.during(() => this.python.handle(task, args, bytes, seconds));
      return {
        result,
        numbers: this.copyOf("numbers", "f32"),
        pictures: new Uint8ClampedArray(this.copyOf("pictures", "u8")),
        file: this.copyOf("file", "u8"),
      };
    } finally {
      bytes.destroy();
    }
  }

  /**
   * @param {string} name
   * @param {"f32" | "u8"} type
   * @returns {any} a typed array
   */
  copyOf(name, type) {
    const view = new ArrayView(this.pyodide, this.python[name], type);
    try {
      return view.data.slice();
    } finally {
      view.release();
    }
  }
}

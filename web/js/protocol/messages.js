/**
 * Every message between the page and the worker, with its fields.
 *
 * The page asks with an `id`; the worker answers each id once, with `model`, `reading`, `answer` or `failure`. `progress`
 * comes by itself while Python starts. `connect` is answered when it is up, with the model that the site begins with; before
 * that `lockHeld` says that the worker holds the lock that `connect` names. Several models can be in force side by side, each
 * in its slot.
 */

/** @import { Answer, Questions } from "./questions.js" */
/** @import { Build, Phase, Way } from "./build-info.js" */

/** @typedef {"main" | "compare" | "timeline"} Slot the model that the page shows, one to compare it with, and one that reads what was drawn before */

/**
 * A stage of a model: a layer's output that the page shows.
 * @typedef {object} Stage
 * @property {string} name
 * @property {string} title
 * @property {string} node the graph's node
 * @property {string} op what the node computes; "input" for the image
 * @property {number[]} shape [C, H, W] or [features]
 * @property {number} parameters
 * @property {string[]} inputs the stages that feed it
 * @property {{ source: string, mixes: boolean, join: "add" | "concat" | "" }[]} links the same, with what happens on the
 *   way: whether each map is computed from all maps of the source, and how they meet those of another stage
 * @property {{ offset: number, length: number }} values where its numbers lie in a reading's `values`
 * @property {{ width: number, height: number, columns: number, gap: number, offset: number, length: number }} canvas
 *   all maps side by side; offset and length are bytes in a reading's `pixels`
 * @property {{ offset: number, length: number }} ranges the rows of its maps in a reading's `ranges`
 * @property {"sequential" | "diverging" | "grey"} colormap
 */

/**
 * A model, as Python describes it.
 * @typedef {object} Model
 * @property {string} name
 * @property {string} title
 * @property {string} description
 * @property {number} parameters
 * @property {string[]} classes
 * @property {{ name: string, shape: number[], mean: number[], std: number[] }} input
 * @property {Record<string, unknown>} card
 * @property {Stage[]} stages the image first, the probabilities last
 * @property {Record<string, number[]>} colormaps RGBA of 256 colours each, flat
 */

/**
 * Ink as it crosses: all points one after the other, and how many each stroke has.
 * @typedef {object} Ink
 * @property {Float32Array} points x, y, x, y, … on the pad
 * @property {Int32Array} lengths points in each stroke
 * @property {number} canvasSize the pad's side
 * @property {number} brush the pen's diameter
 * @property {boolean} centre whether the ink is placed the way MNIST was made
 */

/**
 * What the network made of an image.
 * @typedef {object} Reading
 * @property {number} serial counts the readings, so that an answer about an older one can be told
 * @property {number} label the index of the most probable class
 * @property {number} milliseconds what Python took
 * @property {Float32Array} values every stage's numbers
 * @property {Uint8ClampedArray<ArrayBuffer>} pixels every stage's canvas, RGBA
 * @property {Float32Array} ranges low and high of each stage's colours, then of each map's (see a stage's `ranges`)
 */

/** @typedef {{ name: string, message: string, traceback: string, fatal: boolean }} Failure */

/**
 * @typedef {{ type: "boot", build: Build, baseUrl: string, way: Way }
 *   | { type: "connect", id: number, lock: string }
 *   | { type: "loadModel", id: number, slot: Slot, bytes: ArrayBuffer, name: string }
 *   | { type: "readInk", id: number, slot: Slot, ink: Ink }
 *   | { type: "readImage", id: number, slot: Slot, image: Float32Array }
 *   | { type: "ask", id: number, slot: Slot, question: keyof Questions, args: object }
 *   | { type: "runTask", id: number, slot: Slot, task: Task, args: object, bytes: ArrayBuffer }} ToWorker
 */

/**
 * What Python makes on request (py/glasscnn/bridge/tasks.py): an image out of a picture, files to take home, and a model
 * file out of ONNX (py/glasscnn_import/in_browser.py, fetched when first asked for). The bytes of an ONNX file are
 * followed by those of the files that were chosen with it.
 * @typedef {"picture" | "activations" | "script" | "notebook" | "onnx"} Task
 */

/**
 * @typedef {object} TaskResult
 * @property {any} result plain values
 * @property {Float32Array} numbers
 * @property {Uint8ClampedArray<ArrayBuffer>} pictures RGBA
 * @property {Uint8Array<ArrayBuffer>} file
 */

/**
 * @typedef {{ type: "progress", phase: Phase, loaded: number, total: number }
 *   | { type: "lockHeld", lock: string }
 *   | { type: "model", id: number, model: Model }
 *   | { type: "reading", id: number, reading: Reading }
 *   | { type: "answer", id: number, answer: Answer }
 *   | { type: "taskResult", id: number, result: TaskResult }
 *   | { type: "failure", id: number | null, failure: Failure }} FromWorker
 */

/**
 * What could not be done, as an error on the page's side.
 */
export class PythonError extends Error {
  /** @param {Failure} failure */
  constructor(failure) {
    super(failure.message);
    this.name = failure.name;
    this.traceback = failure.traceback;
    this.fatal = failure.fatal;
  }
}

/**
 * An error as it crosses. Python's own errors say their kind and their sentence; a file that did not arrive costs only the
 * request that needs it; all else means that Python has stopped.
 * @param {unknown} error
 * @returns {Failure}
 */
export function describeFailure(error) {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  if (name !== "PythonError") {
    return { name, message, traceback: stack ?? "", fatal: name !== "DownloadError" };
  }
  const kind = /** @type {{ type?: string }} */ (error).type ?? "Exception";
  return { name: kind, message: lastLine(message, kind), traceback: message, fatal: /MemoryError$/.test(kind) };
}

/**
 * The sentence at the end of a traceback, without the error's kind.
 * @param {string} traceback
 * @param {string} kind
 */
function lastLine(traceback, kind) {
  const start = traceback.lastIndexOf(`${kind}: `);
  return start < 0 ? traceback.trim().split("\n").slice(-1)[0] : traceback.slice(start + kind.length + 2).trim();
}

/**
 * For a message whose type nobody knows: a mistake in the code, which must not pass in silence.
 * @param {never} message
 * @returns {never}
 */
export function unknownMessage(message) {
  throw new Error(`unknown message ${JSON.stringify(message)}`);
}

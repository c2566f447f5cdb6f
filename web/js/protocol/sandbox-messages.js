/**
 * Every message between the page and the sandbox: a second Python, which runs the code of the person at the page.
 *
 * The sandbox is a worker in a frame with an opaque origin (web/js/sandbox/frame.js). Whatever it sends may be forged, so
 * the page checks every message (web/js/sandbox/check-message.js) and every result (web/js/sandbox/check-result.js).
 */

/** @import { Build, BootMode } from "./build-info.js" */

/**
 * A task of the sandbox, as `OwnSession.handle` in py/glasscnn/bridge/own_session.py defines it; those of a training are in
 * py/glasscnn/bridge/training_session.py.
 * @typedef {"load" | "colours" | "lint" | "run" | "read" | "check" | "exercise" | "console" | "names" | "trainBegin"
 *   | "trainSlice" | "trainDiscard"} SandboxTask
 */

/**
 * Files for the sandbox by URL. The frame compiles the WebAssembly modules among them once, for all its workers.
 * @typedef {Map<string, ArrayBuffer | WebAssembly.Module>} SandboxFiles
 */

/**
 * From the page to the frame, which hands `toWorker` on to its worker.
 * @typedef {{ type: "files", files: Map<string, ArrayBuffer>, modules: string[], scripts: string[] }
 *   | { type: "startWorker", build: Build, bootMode: BootMode }
 *   | { type: "endWorker" }
 *   | { type: "toWorker", message: ToSandbox }} ToFrame
 */

/**
 * From the frame's worker, or from the frame itself: it is ready, or its worker has ended.
 * @typedef {FromSandbox | { type: "ready" } | { type: "ended", reason: string }} FromFrame
 */

/**
 * @typedef {{ type: "boot", build: Build, bootMode: BootMode, files: SandboxFiles }
 *   | { type: "archive", name: string, bytes: ArrayBuffer | null }
 *   | { type: "request", id: number, task: SandboxTask, args: string, data: ArrayBuffer, seconds: number }} ToSandbox
 */

/**
 * The answers of the sandbox. It has begun a request; code has been running for a while and is now in this line, with these
 * variables; code has printed something; an import needs an archive; the answer to a request, as JSON, two arrays and a file.
 * @typedef {{ type: "up" }
 *   | { type: "began", id: number }
 *   | { type: "beat", id: number, line: number, locals: string }
 *   | { type: "output", id: number, text: string }
 *   | { type: "needs", id: number, archive: string }
 *   | { type: "answer", id: number, result: string, numbers: Float32Array<ArrayBuffer>, pictures:
 *     Uint8ClampedArray<ArrayBuffer>, file: Uint8Array<ArrayBuffer> }
 *   | { type: "failure", id: number | null, name: string, message: string }} FromSandbox
 */

/**
 * Why the person's code failed. Lines are counted from 1, columns from 0, in characters; null where they are not known.
 * @typedef {object} Trouble
 * @property {string} kind the name of the exception
 * @property {string} sentence
 * @property {string} file the person's text, or the checks of an exercise; "" where it is not known
 * @property {number | null} line
 * @property {number | null} column
 * @property {number | null} endLine
 * @property {number | null} endColumn
 * @property {Frame[]} frames of the person's code, the innermost last
 */

/** @typedef {{ function: string, file: string, line: number, locals: [name: string, value: string][] }} Frame */
/** @typedef {{ offset: number, width: number, height: number }} SandboxPicture RGBA in an answer's `pictures` */

/**
 * What the person's operators have computed of a stage.
 * @typedef {object} OwnStage
 * @property {string} name
 * @property {boolean} agrees with the engine, up to rounding
 * @property {number | null} largest difference; null where it is not a number
 * @property {{ cell: number[], found: number | null, expected: number } | null} first cell that differs
 * @property {SandboxPicture} own its maps
 * @property {SandboxPicture | null} difference
 */

/** @typedef {{ title: string, passed: boolean, sentence: string, cell: number[] | null, milliseconds: number }} CheckResult */

/**
 * An exercise; its checks are given by their titles.
 * @typedef {object} Exercise
 * @property {string} name
 * @property {string} title
 * @property {string[]} functions to write
 * @property {string} replaces the operator of the network that they can take the place of; "" for none
 * @property {number} level
 * @property {number} seconds that a run may take
 * @property {string} statement Markdown
 * @property {string} starter
 * @property {string[]} checks
 * @property {string[]} hints Markdown
 * @property {string} solution
 */

/**
 * What a training that has begun trains and tests.
 * @typedef {object} TrainingBegun
 * @property {number} of steps in all
 * @property {string[]} classes of the network
 * @property {string[]} added those that it did not have before
 * @property {number} features that its last layer sees; 0 if that is not linear
 * @property {number} learned images, variants included
 * @property {number} remembered images
 * @property {number} heldOut own digits that it does not learn from
 * @property {number} strangers digits of other people
 */

/** @typedef {{ right: number, of: number }} RightOf how many images are read right, and of how many */

/**
 * The accuracies with the weights after a step; of the own digits also how many of each label are read as each class.
 * @typedef {{ number: number, own: RightOf, strangers: RightOf, confusion: number[][] }} Measured
 */

/**
 * What a slice of a training has done. The answer's `numbers` are all weights after it.
 * @typedef {object} TrainingSlice
 * @property {number} number the last step
 * @property {number[]} losses of its steps
 * @property {Measured[]} measured since the slice before
 * @property {{ number: number, kept: number } | null} diverged the step in which the loss became infinite, and the step whose
 *   weights are kept
 * @property {boolean} done
 */

/**
 * The result of each task.
 * @typedef {object} SandboxResults
 * @property {{ name: string, classes: string[] }} load
 * @property {null} colours
 * @property {{ trouble: Trouble | null }} lint
 * @property {{ trouble: Trouble | null, defined: boolean, milliseconds: number }} run
 * @property {{ trouble: Trouble | null, label: number | null, probability: number | null, milliseconds: number | null,
 *   stages: OwnStage[] }} read label and milliseconds are null only if there is trouble
 * @property {{ trouble: Trouble | null, passed: number, of: number, checks: CheckResult[] }} check
 * @property {Exercise} exercise
 * @property {{ trouble: Trouble | null, shown: string, array: { shape: number[], dtype: string, low: number | null, high:
 *   number | null, picture: SandboxPicture | null } | null }} console
 * @property {{ names: { name: string, kind: string }[] }} names
 * @property {TrainingBegun} trainBegin the file of the answer is that of the network, if it is another one
 * @property {TrainingSlice} trainSlice
 * @property {null} trainDiscard
 */

/**
 * A checked answer.
 * @template {SandboxTask} [T = SandboxTask]
 * @typedef {{ result: SandboxResults[T], numbers: Float32Array<ArrayBuffer>, pictures: Uint8ClampedArray<ArrayBuffer>, file:
 *   Uint8Array<ArrayBuffer> }} SandboxAnswer
 */

export {};

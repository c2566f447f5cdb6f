/**
 * Every message between the page and the worker, with its fields.
 *
 * Every request of the page has an `id`, and the worker answers each id once, with `model`, `reading`, `painted`,
 * `answer`, `taskResult`, `intervened` or `failure`. Before a `taskResult` there may be `taskProgress`. The first message is `boot`, whose `progress` is reported unasked. `connect` is
 * answered when Python is up, with the default model; before that come the last `progress`, which may be older than the
 * page, and `lockHeld`: the worker holds the lock named in `connect`. Several models can be loaded at the same time, each in its slot.
 *
 * A reading contains the values and pixels of all stages. For a large model it contains those that `show` has asked for;
 * what it has asked for in addition is answered at once, from the newest reading.
 */

/** @import { Answer, Picture, Questions, Value } from "./questions.js" */
/** @import { BootMode, Build, Phase } from "./build-info.js" */

/**
 * The place of a loaded model: the current one, the one compared with, the one that reads earlier drawings, the one that
 * reads images which are not on the pad, or the current one as it was before it was changed.
 * @typedef {"main" | "compare" | "timeline" | "side" | "before"} Slot
 */

/** @typedef {"add" | "sub" | "mul" | "div" | "elementwise_max" | "elementwise_min" | "concat" | ""} Join the operator that joins the maps of several stages */

/**
 * A stage of a model: a layer's output that the page shows.
 * @typedef {object} Stage
 * @property {string} name
 * @property {string} title
 * @property {string} node the node of the graph
 * @property {string} op what the node computes; "input" for the image
 * @property {number[]} shape [C, H, W] or [features]
 * @property {number} parameters
 * @property {number} multiplications for one image
 * @property {string[]} inputs the stages that feed it
 * @property {{ source: string, mixes: boolean, join: Join }[]} links the same, with the connection's
 *   properties: whether each map is computed from all maps of the source, and how they are joined with other sources
 * @property {{ offset: number, length: number }} values its part of the `values` of a reading of all stages
 * @property {{ width: number, height: number, columns: number, gap: number, offset: number, length: number,
 *   coarsest: number }} canvas all maps side by side; offset and length in bytes of the `pixels` of a reading of all
 *   stages; the coarsest scale that it can be painted at
 * @property {{ offset: number, length: number }} ranges the rows of its maps in a reading's `ranges`
 * @property {"sequential" | "diverging" | "grey"} colormap
 */

/**
 * A model that has not been loaded, since it reads slowly: about how many seconds a reading takes.
 * @typedef {{ seconds: number, title: string }} SlowModel
 */

/**
 * A model, as Python describes it.
 * @typedef {object} Model
 * @property {string} name
 * @property {string} title
 * @property {string} description
 * @property {number} parameters
 * @property {number} multiplications for one image
 * @property {boolean} isLarge whether its readings contain only what `show` has asked for
 * @property {string[]} classes
 * @property {{ name: string, shape: number[], mean: number[], std: number[] }} input
 * @property {Record<string, unknown>} card
 * @property {Stage[]} stages the image first, the probabilities last
 * @property {Record<string, number[]>} colormaps RGBA of 256 colours each, flat
 */

/**
 * Ink in a message: the points of all strokes in one array, and the number of points of each stroke.
 * @typedef {object} Ink
 * @property {Float32Array} points x, y, x, y, … on the pad
 * @property {Int32Array} lengths points in each stroke
 * @property {number} canvasSize the side of the pad
 * @property {number} brush the diameter of the pen
 * @property {boolean} centre whether the ink is scaled and centred as in MNIST
 */

/**
 * What the page needs of a stage: at scale 1 one pixel for each cell, at scale k one for the mean of k × k cells, at
 * scale 0 none; and whether it needs the values.
 * @typedef {{ scale: number, values: boolean }} Need
 */

/**
 * Where a stage lies in a reading of some stages: offsets in `pixels` and in `values`, −1 if it is not there.
 * @typedef {{ scale: number, width: number, height: number, pixels: number, values: number }} Part
 */

/**
 * The numbers and colours of a reading.
 * @typedef {object} Painted
 * @property {number} serial counts the readings; answers about an older one are recognised by it
 * @property {Float32Array} values the values of the stages
 * @property {Uint8ClampedArray<ArrayBuffer>} pixels the canvases of the stages, RGBA
 * @property {Float32Array} ranges low and high of each stage's colours, then of each map's (see `ranges` of a stage)
 * @property {Part[] | null} parts one for each stage; null if all stages are there
 */

/**
 * The result of one forward pass.
 * @typedef {Painted & { label: number, milliseconds: number }} Reading the index of the most probable class, and the time
 *   in Python
 */

/**
 * What is left out of a network (py/glasscnn/model/interventions.py): nodes that pass their input on, channels of stages
 * that are 0, nodes of max pooling that average, and nodes without their bias.
 * @typedef {{ without: string[], muted: [stage: string, channel: number][], meanPooling: string[], withoutBias: string[] }} Interventions
 */

/**
 * The current model with interventions, and its reading of the newest image. Its stages have the names, the shapes and the
 * places that they had.
 * @typedef {{ model: Model, reading: Reading }} Intervened
 */

/**
 * What can be left out of a stage: its channels, and what there is of each of its nodes. The result of the task
 * "interventions" has one for each stage but the image.
 * @typedef {{ stage: string, muted: boolean, nodes: PossibleNode[] }} PossibleStage
 */
/** @typedef {{ name: string, op: string, without: boolean, meanPooling: boolean, withoutBias: boolean }} PossibleNode */

/** @typedef {{ name: string, message: string, traceback: string, fatal: boolean }} Failure */

/**
 * @typedef {{ type: "boot", build: Build, baseUrl: string, bootMode: BootMode }
 *   | { type: "connect", id: number, lock: string }
 *   | { type: "loadModel", id: number, slot: Slot, bytes: ArrayBuffer, name: string, onlyQuick?: boolean }
 *   | { type: "readInk", id: number, slot: Slot, ink: Ink, allValues: boolean }
 *   | { type: "readImage", id: number, slot: Slot, image: Float32Array, allValues: boolean }
 *   | { type: "changeWeights", id: number, slot: Slot, weights: Float32Array, allValues: boolean }
 *   | { type: "intervene", id: number, slot: Slot, interventions: Interventions, allValues: boolean }
 *   | { type: "show", id: number, slot: Slot, needs: Need[] }
 *   | { type: "ask", id: number, slot: Slot, question: keyof Questions, args: object }
 *   | { type: "runTask", id: number, slot: Slot, task: Task, args: object, bytes: ArrayBuffer }} ToWorker
 */

/**
 * The tasks of py/glasscnn/bridge/tasks.py: convert a picture to an image; give the weights as one vector, or those on the way
 * of the model's training (py/glasscnn/model/history.py); say what may be left out of the model; make a model file of it as it
 * is now, one without interventions to train it, or another file to download; give the source of the model's operators; evaluate the model
 * (py/glasscnn/bridge/evaluation_tasks.py); convert ONNX to a model file (py/glasscnn_import/in_browser.py, fetched when first
 * needed), and say which further files it needs; read the newest image with other scalings of its pixels
 * (py/glasscnn/bridge/scalings.py). The bytes of an ONNX file are followed by those of the files that were chosen with it.
 * @typedef {"picture" | "weights" | "history" | "interventions" | "modelFile" | "fileToTrain" | "activations" | "script" | "notebook"
 *   | "operators" | "onnx" | "onnxFiles" | "scalings" | EvaluationTask | PatchTask | TrayTask} Task
 */

/**
 * The arrays of a model's weights, one after the other in a vector (py/glasscnn/bridge/session_weights.py), each with the
 * first stage that it changes.
 * @typedef {{ name: string, offset: number, shape: number[], stage: string | null }[]} WeightLayout
 */

/** @typedef {{ op: string, array: string, loops: string }} OperatorSource an operator as array code, and as loops */

/**
 * The tasks of a search for the image patches that excite each map most (py/glasscnn/bridge/patch_tasks.py), in their
 * order: the search goes on slice by slice, and then has the patches of every stage.
 * @typedef {"patchesBegin" | "patchesSlice" | "patchesOf"} PatchTask
 */

/**
 * The patches that excite the maps of a stage most.
 * @typedef {object} StagePatches
 * @property {[height: number, width: number]} window of a cell on the image, in pixels: the size of a patch
 * @property {Picture} images all images that were searched, one below the other
 * @property {number} height of one image
 * @property {MapPatches[]} maps
 */
/** @typedef {{ patches: Patch[], blank: boolean }} MapPatches the strongest patch first, and whether that is blank paper */
/**
 * A patch of an image and the value of the cell that is computed from it. It may begin above or to the left of the image,
 * and end below or to the right of it.
 * @typedef {{ value: Value, image: number, top: number, left: number }} Patch
 */

/**
 * The tasks of an evaluation, in their order: images are added as two arrays or as pictures, and evaluated in slices.
 * @typedef {"evaluationBegin" | "evaluationArrays" | "evaluationPictures" | "evaluationSlice" | "evaluationResult"
 *   | "evaluationDiscard"} EvaluationTask
 */

/**
 * The tasks on a tray of one's own digits (py/glasscnn/bridge/tray_tasks.py): levels of pictures, levels and labels of
 * two arrays, and the classes that the model reads some digits as.
 * @typedef {"trayPictures" | "trayArrays" | "trayReadings"} TrayTask
 */

/** @typedef {{ done: number, right: number, waiting: number, seconds: number }} Progress of an evaluation; seconds in NumPy */

/**
 * What an evaluation has found. The k-th class has the k-th recall and precision, null where there is no image of it or
 * it was never predicted.
 * @typedef {object} Evaluated
 * @property {number} images
 * @property {number} accuracy
 * @property {(number | null)[]} precision
 * @property {(number | null)[]} recall
 * @property {number[][]} confusion counts, [label][prediction]
 * @property {number} ece expected calibration error
 * @property {{ number: number, label: number, prediction: number, probability: number,
 *   image: { offset: number, shape: number[] } }[]} misread the most confident ones; image in the answer's `numbers`
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
 *   | { type: "model", id: number, model: Model | SlowModel }
 *   | { type: "reading", id: number, reading: Reading }
 *   | { type: "intervened", id: number, intervened: Intervened }
 *   | { type: "painted", id: number, painted: Painted }
 *   | { type: "answer", id: number, answer: Answer }
 *   | { type: "taskProgress", id: number, done: number, total: number }
 *   | { type: "taskResult", id: number, result: TaskResult }
 *   | { type: "failure", id: number | null, failure: Failure }} FromWorker
 */

/**
 * A failure of the worker, as an error on the page.
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
 * Describe an error for a message. An exception in Python keeps its type and its message; a failed download fails only
 * the request that needed it; any other error is fatal: Python has stopped.
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
 * The message at the end of a traceback, without the type of the exception.
 * @param {string} traceback
 * @param {string} kind
 */
function lastLine(traceback, kind) {
  const start = traceback.lastIndexOf(`${kind}: `);
  return start < 0 ? traceback.trim().split("\n").slice(-1)[0] : traceback.slice(start + kind.length + 2).trim();
}

/**
 * Reject a message of an unknown type, which is a mistake in the code.
 * @param {never} message
 * @returns {never}
 */
export function unknownMessage(message) {
  throw new Error(`unknown message ${JSON.stringify(message)}`);
}

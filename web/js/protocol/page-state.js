/** The state of the page as plain values: in links, in replies of the public API, and on the screen. */

/**
 * A point on the pad of 280 × 280, with the time in milliseconds since the drawing began.
 * @typedef {[x: number, y: number, time: number]} Point
 */
/** @typedef {Point[]} Stroke */

/**
 * @typedef {object} Reply
 * @property {number} prediction the index of the most probable class
 * @property {number[]} probabilities
 * @property {number} latency_ms the time in Python
 * @property {Record<string, { shape: number[], data: Float32Array }>} stages
 */

/**
 * @typedef {object} State everything that the visitor has set
 * @property {1} version
 * @property {Stroke[]} strokes
 * @property {number} brush
 * @property {boolean} centre
 * @property {string} model
 * @property {string | null} stage the open one, which the inspector shows
 * @property {number[]} [image] that replaces the drawing, levels 0 … 255
 * @property {LinkedCode} [code] that the person changes; wherever it comes from, it does not run before a click
 * @property {LinkedWeights} [weights] that differ from those of the model's file; missing if none do
 */

/**
 * A few changed weights (web/js/panels/cell/weights).
 * @typedef {object} LinkedWeights
 * @property {[array: string, index: number, value: number][]} numbers the index counts in the flat array, from 0
 * @property {[node: string, channel: number][]} muted output channels
 * @property {number} [tooMany] how many weights differ, where they are too many; then there are neither numbers nor muted
 */

/**
 * A text for an operator (web/js/panels/code).
 * @typedef {object} LinkedCode
 * @property {string} name of the text to begin with
 * @property {string} [packed] the person's text, deflated; missing if it is the one to begin with
 * @property {string} [text] the person's text as it is
 */

/**
 * The reading that is on the screen. An example frame of the first paint has no values, and its serial is 0.
 * @typedef {object} Shown
 * @property {number} serial
 * @property {Uint8ClampedArray<ArrayBuffer>} pixels
 * @property {ArrayLike<number>} ranges
 * @property {Float32Array | null} values
 * @property {Part[] | null} parts
 * @property {Map<string, StagePicture>} [replaced] pictures that take the place of those in `pixels`, by stage
 * @property {ArrayLike<number>} probabilities
 * @property {number} [milliseconds] the time in Python
 */

/**
 * What the page shows when it is opened. A notebook gives a bundled model by name or a file, with strokes or an image, bytes
 * and image as Base64 (py/glasscnn/notebook.py), or lets it use its kernel (py/glasscnn/widget); the page gives its state and settings, and the name of a model whose file lies
 * beside it (web/js/share/single-file/).
 * @typedef {object} Handover
 * @property {{ name: string, bytes?: string, bundled?: boolean }} [model]
 * @property {number[][][]} [strokes]
 * @property {string} [image]
 * @property {State} [state]
 * @property {true} [kernel]
 * @property {string} [lang]
 * @property {string} [theme]
 * @property {string[] | null} [view] the visible parts; null for all
 */

/** @import { Part } from "./messages.js" */
/** @import { StagePicture } from "./stages.js" */

export {};

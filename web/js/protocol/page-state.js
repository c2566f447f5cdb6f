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
 */

/**
 * The reading that is on the screen. An example frame of the first paint has no values, and its serial is 0.
 * @typedef {object} Shown
 * @property {number} serial
 * @property {Uint8ClampedArray<ArrayBuffer>} pixels
 * @property {ArrayLike<number>} ranges
 * @property {Float32Array | null} values
 * @property {ArrayLike<number>} probabilities
 */

/**
 * The model and drawing that a notebook puts into the single file; bytes and image are Base64.
 * @typedef {{ model: { name: string, bytes: string }, strokes?: number[][][], image?: string }} NotebookHandover
 */

export {};

/** The state of the page as plain values: what a link holds, what a caller is told, what is on the screen. */

/** @typedef {[x: number, y: number, time: number]} Point x, y on a pad of 280 × 280; milliseconds since the drawing began */
/** @typedef {Point[]} Stroke */

/**
 * @typedef {object} Reply
 * @property {number} prediction the index of the most probable class
 * @property {number[]} probabilities
 * @property {number} latency_ms what Python took
 * @property {Record<string, { shape: number[], data: Float32Array }>} stages
 */

/**
 * @typedef {object} State everything that a person has set
 * @property {1} version
 * @property {Stroke[]} strokes
 * @property {number} brush
 * @property {boolean} centre
 * @property {string} model
 * @property {string | null} stage the one that is shown large
 * @property {number[]} [image] that stands in the drawing's place, numbers of 0 … 255
 */

/**
 * What is on the screen. The example of the first paint has no numbers, and its serial is 0.
 * @typedef {object} Shown
 * @property {number} serial
 * @property {Uint8ClampedArray<ArrayBuffer>} pixels
 * @property {ArrayLike<number>} ranges
 * @property {Float32Array | null} values
 * @property {ArrayLike<number>} probabilities
 */

/** @typedef {{ model: { name: string, bytes: string }, strokes?: number[][][], image?: string }} NotebookHandover bytes in Base64 */

export {};

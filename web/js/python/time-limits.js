/**
 * Time limits: a worker that exceeds one counts as having crashed. A slow machine that computes a large network is alive,
 * so a limit grows with the multiplications that a request takes; a phone without SIMD does 100 million in a second. A notebook's kernel may be busy with something else,
 * so it has none.
 */

import { usesKernel } from "../site-files.js";

const READING = 15_000; // milliseconds; a bundled model takes about two
const ANSWER = 30_000;
const SPEED = 100_000; // multiplications in a millisecond
const PASSES = 64; // an answer takes up to 49 forward passes of a large network

/** For loading a model, whose multiplications are not known yet, and for a task on it. */
export const MODEL_LIMIT = patient(180_000);

/** @param {number} multiplications for one image */
export function readingLimit(multiplications) {
  return patient(READING + multiplications / SPEED);
}

/** @param {number} multiplications for one image */
export function answerLimit(multiplications) {
  return patient(ANSWER + (PASSES * multiplications) / SPEED);
}

/** @param {number} limit */
function patient(limit) {
  return usesKernel ? Number.POSITIVE_INFINITY : limit;
}

/** How far one step of a key, or one pixel of a drag, changes a weight; and numbers as people type them. Pure functions. */

const STEPS_TO_LARGEST = 30; // from 0 to the largest weight of the kernel
const LARGEST = 3.4e38; // float32

/**
 * A round step, 1, 2 or 5 times a power of ten, in proportion to a kernel.
 * @param {ArrayLike<number>} weights of the kernel
 * @param {ArrayLike<number>} layer all weights of the layer, for a kernel of zeros
 * @returns {number}
 */
export function stepFor(weights, layer) {
  const most = largestOf(weights) || largestOf(layer) || 1;
  const power = 10 ** Math.floor(Math.log10(most / STEPS_TO_LARGEST));
  const factor = most / STEPS_TO_LARGEST / power;
  return power * (factor < 2 ? 1 : factor < 5 ? 2 : 5);
}

/** @param {ArrayLike<number>} weights */
function largestOf(weights) {
  return Array.from(weights).reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
}

/**
 * Read a number with a comma or a point as its decimal mark, and with either minus sign.
 * @param {string} text
 * @returns {number | null} null for anything but a finite number of float32
 */
export function readNumber(text) {
  const plain = text.trim().replace("−", "-").replace(",", ".");
  const isNumber = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain);
  return isNumber && Math.abs(Number(plain)) <= LARGEST ? Number(plain) : null;
}

/**
 * A float32 number with as few digits as tell it from its neighbours.
 * @param {number} weight
 */
export function shortest(weight) {
  for (let digits = 1; digits < 9; digits += 1) {
    const text = weight.toPrecision(digits);
    if (Math.fround(Number(text)) === weight) {
      return String(Number(text));
    }
  }
  return String(weight);
}

/**
 * Kernels to put in place of another one. Pure functions.
 *
 * Each is scaled so that its L2 norm √Σw² is that of the kernel that it replaces: the maps keep about their size, and the
 * layers after them are not saturated. Where that kernel is all zeros, the norm is that of a kernel of average size in the
 * layer.
 */

/** @typedef {"identity" | "horizontal" | "vertical" | "sobelHorizontal" | "sobelVertical" | "blur" | "zero" | "random"} Preset */

/** @type {Preset[]} */
const ALL = ["identity", "horizontal", "vertical", "sobelHorizontal", "sobelVertical", "blur", "zero", "random"];

/** For a kernel of one cell there are neither edges nor neighbours. @type {Preset[]} */
const OF_ONE_CELL = ["identity", "zero", "random"];

/**
 * The presets for kernels of a size.
 * @param {number} height
 * @param {number} width
 */
export function presetsFor(height, width) {
  return height * width === 1 ? OF_ONE_CELL : ALL.filter((preset) => hasPattern(preset, height, width));
}

/**
 * Whether there is something to subtract in the direction of the edges.
 * @param {Preset} preset
 * @param {number} height
 * @param {number} width
 */
function hasPattern(preset, height, width) {
  const needsRows = preset === "horizontal" || preset === "sobelHorizontal";
  const needsColumns = preset === "vertical" || preset === "sobelVertical";
  return (!needsRows || height > 1) && (!needsColumns || width > 1);
}

/**
 * A preset in place of some input maps of a kernel, (maps, height, width) flat.
 * @param {Preset} preset
 * @param {{ maps: number, height: number, width: number }} size
 * @param {number} norm L2, that the result is to have
 * @param {() => number} [random] uniform in 0 … 1
 * @returns {Float32Array}
 */
export function presetKernel(preset, { maps, height, width }, norm, random = Math.random) {
  const cells = height * width;
  const kernel = new Float32Array(maps * cells);
  for (let index = 0; index < kernel.length; index += 1) {
    const [row, column] = [Math.floor((index % cells) / width), index % width];
    kernel[index] = preset === "random" ? gaussian(random) : patternAt(preset, row, column, height, width);
  }
  const size = normOf(kernel);
  return size === 0 ? kernel : kernel.map((weight) => (weight * norm) / size);
}

/**
 * The L2 norm √Σw².
 * @param {ArrayLike<number>} weights
 */
export function normOf(weights) {
  return Math.sqrt(Array.from(weights).reduce((sum, weight) => sum + weight * weight, 0));
}

/**
 * One input map's part of a preset, not scaled. Rows and columns count from the upper left corner; a horizontal edge with
 * ink above and paper below it is positive, and so is a vertical one with ink on its left.
 * @param {Preset} preset
 * @param {number} row
 * @param {number} column
 * @param {number} height
 * @param {number} width
 * @returns {number}
 */
function patternAt(preset, row, column, height, width) {
  const isMiddle = row === Math.floor((height - 1) / 2) && column === Math.floor((width - 1) / 2);
  const [above, left] = [(height - 1) / 2 - row, (width - 1) / 2 - column];
  switch (preset) {
    case "identity":
      return isMiddle ? 1 : 0;
    case "horizontal":
      return above;
    case "vertical":
      return left;
    case "sobelHorizontal":
      return above * binomial(width - 1, column);
    case "sobelVertical":
      return left * binomial(height - 1, row);
    case "blur":
      return binomial(height - 1, row) * binomial(width - 1, column);
    default:
      return 0;
  }
}

/**
 * The coefficient n! / (k! (n − k)!), which falls from the middle to the edges as a Gaussian does.
 * @param {number} n
 * @param {number} k
 */
function binomial(n, k) {
  let product = 1;
  for (let factor = 1; factor <= k; factor += 1) {
    product = (product * (n - k + factor)) / factor;
  }
  return product;
}

/**
 * A normally distributed number, by the method of Box and Muller.
 * @param {() => number} random
 */
function gaussian(random) {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

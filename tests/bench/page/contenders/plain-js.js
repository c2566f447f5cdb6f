/**
 * gap10 in plain JavaScript, optimised for speed: preallocated typed arrays, padded maps so that no loop checks borders,
 * and the nine weights of a kernel in variables.
 */

import { gap10Weights, normalise, present } from "./contender.js";

const SIDE = 28;
const CELLS = SIDE * SIDE;
const ROW = SIDE + 2; // a padded row
const PADDED = ROW * ROW;
const CHANNELS = 10;
const HALF = SIDE / 2;

present(async (folder, described) => {
  const [weight1, bias1, weight2, bias2, weight3, bias3] = await gap10Weights(folder);
  const description = await described;
  const image = new Float32Array(CELLS);
  const padded0 = new Float32Array(PADDED);
  const maps1 = new Float32Array(CHANNELS * CELLS);
  const padded1 = new Float32Array(CHANNELS * PADDED);
  const maps2 = new Float32Array(CHANNELS * CELLS);
  const pooled = new Float32Array(CHANNELS * HALF * HALF);
  const probabilities = new Float32Array(CHANNELS);
  return {
    layout: "chw",
    predict(pixels) {
      normalise(pixels, image, description);
      pad(image, 1, padded0);
      convolve(padded0, 1, weight1, bias1, maps1);
      pad(maps1, CHANNELS, padded1);
      convolve(padded1, CHANNELS, weight2, bias2, maps2);
      maxPool(maps2, pooled);
      classify(pooled, weight3, bias3, probabilities);
      return [maps1, maps2, pooled, probabilities];
    },
  };
});

/**
 * Copy maps into maps with a border of zeros.
 * @param {Float32Array} maps
 * @param {number} channels
 * @param {Float32Array} padded
 */
function pad(maps, channels, padded) {
  for (let c = 0; c < channels; c++) {
    for (let y = 0; y < SIDE; y++) {
      const from = c * CELLS + y * SIDE;
      const to = c * PADDED + (y + 1) * ROW + 1;
      for (let x = 0; x < SIDE; x++) {
        padded[to + x] = maps[from + x];
      }
    }
  }
}

/**
 * 3 × 3 convolution, bias and ReLU.
 * @param {Float32Array} padded
 * @param {number} channels
 * @param {Float32Array} weight (10, channels, 3, 3)
 * @param {Float32Array} bias
 * @param {Float32Array} out
 */
function convolve(padded, channels, weight, bias, out) {
  for (let o = 0; o < CHANNELS; o++) {
    const start = o * CELLS;
    out.fill(bias[o], start, start + CELLS);
    for (let c = 0; c < channels; c++) {
      addCorrelation(padded, c * PADDED, weight, (o * channels + c) * 9, out, start);
    }
    for (let i = start; i < start + CELLS; i++) {
      out[i] = Math.max(out[i], 0);
    }
  }
}

/**
 * Add the contribution of one input channel to one map.
 * @param {Float32Array} padded
 * @param {number} from where the channel starts
 * @param {Float32Array} weight
 * @param {number} kernel where its nine weights start
 * @param {Float32Array} out
 * @param {number} to where the map starts
 */
function addCorrelation(padded, from, weight, kernel, out, to) {
  const [a, b, c] = [weight[kernel], weight[kernel + 1], weight[kernel + 2]];
  const [d, e, f] = [weight[kernel + 3], weight[kernel + 4], weight[kernel + 5]];
  const [g, h, i] = [weight[kernel + 6], weight[kernel + 7], weight[kernel + 8]];
  for (let y = 0; y < SIDE; y++) {
    let p = from + y * ROW; // the top left cell of the window
    let q = to + y * SIDE;
    for (let x = 0; x < SIDE; x++, p++, q++) {
      out[q] +=
        a * padded[p] +
        b * padded[p + 1] +
        c * padded[p + 2] +
        d * padded[p + ROW] +
        e * padded[p + ROW + 1] +
        f * padded[p + ROW + 2] +
        g * padded[p + 2 * ROW] +
        h * padded[p + 2 * ROW + 1] +
        i * padded[p + 2 * ROW + 2];
    }
  }
}

/**
 * 2 × 2 max pooling.
 * @param {Float32Array} maps
 * @param {Float32Array} out
 */
function maxPool(maps, out) {
  let q = 0;
  for (let c = 0; c < CHANNELS; c++) {
    for (let y = 0; y < SIDE; y += 2) {
      let p = c * CELLS + y * SIDE;
      for (let x = 0; x < HALF; x++, p += 2, q++) {
        out[q] = Math.max(maps[p], maps[p + 1], maps[p + SIDE], maps[p + SIDE + 1]);
      }
    }
  }
}

/**
 * Global average pooling, linear layer, softmax.
 * @param {Float32Array} pooled
 * @param {Float32Array} weight (10, 10)
 * @param {Float32Array} bias
 * @param {Float32Array} out
 */
function classify(pooled, weight, bias, out) {
  const cells = HALF * HALF;
  out.set(bias);
  for (let c = 0; c < CHANNELS; c++) {
    let sum = 0;
    for (let i = c * cells; i < (c + 1) * cells; i++) {
      sum += pooled[i];
    }
    for (let o = 0; o < CHANNELS; o++) {
      out[o] += weight[o * CHANNELS + c] * (sum / cells);
    }
  }
  const largest = Math.max(...out);
  let total = 0;
  for (let o = 0; o < CHANNELS; o++) {
    out[o] = Math.exp(out[o] - largest);
    total += out[o];
  }
  for (let o = 0; o < CHANNELS; o++) {
    out[o] /= total;
  }
}

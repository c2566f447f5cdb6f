/** gap10 in ConvNetJS. It has no average pooling, so the ten means are computed between two networks. */

import { gap10Weights, normalise, present } from "./contender.js";

const CHANNELS = 10;
const POOLED = 14 * 14;

present(async (folder, described) => {
  const { convnetjs } = /** @type {any} */ (globalThis);
  const [weight1, bias1, weight2, bias2, weight3, bias3] = await gap10Weights(folder);
  const description = await described;

  const convolution = { type: "conv", sx: 3, filters: CHANNELS, stride: 1, pad: 1, activation: "relu" };
  const maps = network([
    { type: "input", out_sx: 28, out_sy: 28, out_depth: 1 },
    convolution,
    convolution,
    { type: "pool", sx: 2, stride: 2 },
  ]);
  const [, conv1, relu1, conv2, relu2, pool] = maps.layers;
  setConvolution(conv1, weight1, bias1, 1);
  setConvolution(conv2, weight2, bias2, CHANNELS);

  const answer = network([
    { type: "input", out_sx: 1, out_sy: 1, out_depth: CHANNELS },
    { type: "softmax", num_classes: CHANNELS },
  ]);
  const [, linear, softmax] = answer.layers;
  linear.filters.forEach((/** @type {any} */ filter, /** @type {number} */ row) => {
    filter.w.set(weight3.subarray(row * CHANNELS, (row + 1) * CHANNELS));
  });
  linear.biases.w.set(bias3);

  const image = new convnetjs.Vol(28, 28, 1, 0);
  const means = new convnetjs.Vol(1, 1, CHANNELS, 0);
  return {
    layout: "hwc",
    predict(pixels) {
      normalise(pixels, image.w, description);
      maps.forward(image);
      average(pool.out_act.w, means.w);
      answer.forward(means);
      return [relu1.out_act.w, relu2.out_act.w, pool.out_act.w, softmax.out_act.w];
    },
  };

  /** @param {object[]} layers */
  function network(layers) {
    const net = new convnetjs.Net();
    net.makeLayers(layers.map((layer) => ({ ...layer })));
    return net;
  }
});

/**
 * Its filters are stored as (rows, columns, channels), ours as (channels, rows, columns).
 * @param {any} layer
 * @param {Float32Array} weight (10, channels, 3, 3)
 * @param {Float32Array} bias
 * @param {number} channels
 */
function setConvolution(layer, weight, bias, channels) {
  layer.filters.forEach((/** @type {any} */ filter, /** @type {number} */ o) => {
    for (let c = 0; c < channels; c++) {
      for (let tap = 0; tap < 9; tap++) {
        filter.w[tap * channels + c] = weight[(o * channels + c) * 9 + tap];
      }
    }
  });
  layer.biases.w.set(bias);
}

/**
 * The mean of each map; the maps are interleaved cell by cell.
 * @param {Float32Array | Float64Array} maps
 * @param {Float32Array | Float64Array} means
 */
function average(maps, means) {
  means.fill(0);
  for (let i = 0; i < maps.length; i++) {
    means[i % CHANNELS] += maps[i] / POOLED;
  }
}

/** gap10 in TensorFlow.js, for either of its backends: convolution, bias and ReLU fused, as its converter does. */

import { gap10Weights, normalise } from "./contender.js";

/** @typedef {import("./contender.js").Contender} Contender */
/** @typedef {import("./contender.js").Description} Description */

/**
 * @param {any} tf with its backend set
 * @param {string} folder
 * @param {Promise<Description>} described
 * @returns {Promise<Contender>}
 */
export async function openGap10(tf, folder, described) {
  const [weight1, bias1, weight2, bias2, weight3, bias3] = await gap10Weights(folder);
  const description = await described;
  const filter1 = tf.transpose(tf.tensor4d(weight1, [10, 1, 3, 3]), [2, 3, 1, 0]);
  const filter2 = tf.transpose(tf.tensor4d(weight2, [10, 10, 3, 3]), [2, 3, 1, 0]);
  const linear = tf.transpose(tf.tensor2d(weight3, [10, 10]));
  const [add1, add2, add3] = [bias1, bias2, bias3].map((bias) => tf.tensor1d(bias));
  const convolve = (/** @type {any} */ x, /** @type {any} */ filter, /** @type {any} */ bias) =>
    tf.fused.conv2d({ x, filter, bias, strides: 1, pad: "same", activation: "relu" });
  const input = new Float32Array(784);

  const forward = () => {
    const maps1 = convolve(tf.tensor4d(input, [1, 28, 28, 1]), filter1, add1);
    const maps2 = convolve(maps1, filter2, add2);
    const pooled = tf.maxPool(maps2, 2, 2, "valid");
    const logits = tf.add(tf.matMul(tf.mean(pooled, [1, 2]), linear), add3);
    return [maps1, maps2, pooled, tf.softmax(logits)];
  };
  return {
    layout: "hwc",
    predict(image) {
      normalise(image, input, description);
      const tensors = tf.tidy(forward);
      const outputs = tensors.map((/** @type {any} */ tensor) => tensor.dataSync());
      tf.dispose(tensors);
      return outputs;
    },
  };
}

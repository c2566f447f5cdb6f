/** What is left out of the network, and what that costs; loaded when it is needed. */

export const interventions = {
  label: "The network is changed",
  leftOut: "left out:",
  things: {
    conv2d: "the convolution",
    conv_transpose2d: "the transposed convolution",
    linear: "the linear layer",
    relu: "the ReLU",
    leaky_relu: "the leaky ReLU",
    sigmoid: "the sigmoid",
    tanh: "the tanh",
    batch_norm2d: "the batch norm",
    max_pool2d: "the pooling",
    avg_pool2d: "the pooling",
    global_avg_pool2d: "the average",
    flatten: "the flattening",
  },
  short: { conv2d: "conv", max_pool2d: "max", batch_norm2d: "norm" },
  parts: (/** @type {number} */ count) => `${count} parts`,
  biasOf: (/** @type {string} */ thing) => `the bias of ${thing}`,
  maximum: "the maximum: take averages",
  none: "Nothing can be left out of this stage.",
  muteOne: (/** @type {string} */ map) => `Mute ${map}`,
  without: (/** @type {string} */ thing, /** @type {string} */ stage) => `Without ${thing} of “${stage}”`,
  averaging: (/** @type {string} */ stage) => `With averages instead of maxima in “${stage}”`,
  otherWeights: "With the changed weights",
  several: (/** @type {number} */ count) => `With ${count} changes`,
  alone: (/** @type {string} */ subject, /** @type {string} */ label, /** @type {string} */ now) =>
    `${subject}, it reads ${label} (${now} sure).`,
  same: (
    /** @type {string} */ subject,
    /** @type {string} */ label,
    /** @type {string} */ now,
    /** @type {string} */ before,
  ) => `${subject}, it still reads ${label}: ${now} sure, ${before} before.`,
  other: (
    /** @type {string} */ subject,
    /** @type {string} */ label,
    /** @type {string} */ now,
    /** @type {string} */ was,
    /** @type {string} */ before,
  ) => `${subject}, it reads ${label} (${now} sure). Before, it read ${was} (${before}).`,
  waiting: (/** @type {string} */ subject) => `${subject} …`,
  nothing: (/** @type {string} */ subject) => `${subject}: draw a digit to see what that costs.`,
  notFinite: (/** @type {string} */ subject) =>
    `${subject}, the network’s output is not finite (infinite or NaN), so it reads nothing.`,
  restore: "Put everything back",
  restored: "The network is as it was.",
  failed: (/** @type {string} */ reason) => `This cannot be left out. ${reason}`,
  badState:
    "What is left out of the network, according to the link, cannot be understood. The network has all its parts.",
};

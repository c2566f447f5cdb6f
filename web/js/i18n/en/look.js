/** A cell and its arithmetic, the sliding window, the kernels. */

import { numbers } from "./numbers.js";

const { percent } = numbers;

export const look = {
  hint: "Point at any cell of any map, with the mouse or a finger, or with the arrow keys on a stage: here it says where its number comes from.",
  waiting: "Python is on its way; the numbers behind this cell come as soon as it is up.",
  stopped: "Python has stopped; the numbers behind this cell come back with it.",
  gone: "The model was changed, and the pinned cell went with the one before. Point at another.",
  broken: (/** @type {string} */ reason) => `This cell cannot be explained: ${reason}`,
  empty: "Nothing is drawn: every pixel is 0, and this is what the network makes of it.",
  input: "This is a pixel of the image: it comes from your pen.",
  notFinite: (/** @type {string} */ value) =>
    `This cell is ${value}: somewhere before it the network's numbers have left what a float32 can hold, so there is nothing that would add up.`,
  normalised: (/** @type {string} */ mean, /** @type {string} */ deviation) =>
    `The image is normalised first: (pixel − ${mean}) ÷ ${deviation}. Padding is added after that, so it is 0.`,
  title: (/** @type {string} */ stage, /** @type {string} */ cell) => `${stage}, ${cell}`,
  map: (/** @type {number} */ number) => `map ${number}`,
  mapOf: (/** @type {number} */ number, /** @type {number} */ count) => `map ${number} of ${count}`,
  number: (/** @type {number} */ number) => `number ${number}`,
  numberOf: (/** @type {number} */ number, /** @type {number} */ count) => `number ${number} of ${count}`,
  ofClass: (/** @type {string} */ label) => `class ${label}`,
  cell: (/** @type {string} */ map, /** @type {number} */ row, /** @type {number} */ column) =>
    `${map}, row ${row}, column ${column}`,
  pointed: (/** @type {string} */ title, /** @type {string} */ value) => `${title}: ${value}. Press Enter to pin.`,
  pinned: (/** @type {string} */ title, /** @type {string} */ value) => `Pinned: ${title}: ${value}. Escape lets go.`,
  released: "Let go.",
  pin: "Pin",
  letGo: "Let go",
  views: { maps: "Maps", sliding: "Slide", kernels: "Kernels" },
  viewsLabel: "What is shown of the stage",
  arithmetic: "Window × kernel = products, for each map",
  from: (/** @type {string} */ stage) => `${stage} × weights:`,
  moreMaps: (/** @type {number} */ count, /** @type {string} */ sum) =>
    `${count} more map${count === 1 ? "" : "s"}: ${sum}`,
  moreNumbers: (/** @type {number} */ count, /** @type {string} */ sum) => `${count} more: ${sum}`,
  sumOfMaps: (/** @type {number} */ count) => (count === 1 ? "products of 1 map" : `products of ${count} maps`),
  sumOfNumbers: (/** @type {number} */ count) => `sum of ${count} products`,
  largestOf: (/** @type {number} */ count) => `largest of ${count}`,
  bias: "bias",
  ops: {
    input: "pixel",
    conv2d: "convolution",
    linear: "linear",
    relu: "ReLU",
    leaky_relu: "leaky ReLU",
    sigmoid: "sigmoid",
    tanh: "tanh",
    batch_norm2d: "batch norm",
    max_pool2d: "largest",
    avg_pool2d: "mean",
    global_avg_pool2d: "mean of the map",
    add: "sum",
    concat: "handed on",
    flatten: "handed on",
    softmax: "share",
  },
  winner: (
    /** @type {number} */ count,
    /** @type {string} */ stage,
    /** @type {string} */ map,
    /** @type {string} */ value,
    /** @type {number} */ row,
    /** @type {number} */ column,
  ) => `Of ${count} numbers of ${stage}, ${map}, the largest stays: ${value}, from row ${row}, column ${column}.`,
  mean: (
    /** @type {number} */ count,
    /** @type {string} */ stage,
    /** @type {string} */ map,
    /** @type {string} */ sum,
    /** @type {number} */ divisor,
    /** @type {string} */ value,
  ) => `The ${count} numbers of ${stage}, ${map}, add up to ${sum}; divided by ${divisor} that is ${value}.`,
  relu: (/** @type {string} */ got, /** @type {string} */ gave) =>
    got === gave
      ? `ReLU lets ${got} pass, since it is above 0.`
      : `ReLU turns ${got} into ${gave}: what is below 0 is cut off.`,
  clipped: (/** @type {string} */ got, /** @type {string} */ gave, /** @type {string} */ most) =>
    `ReLU keeps ${got} between 0 and ${most}: ${gave}.`,
  leaky: (/** @type {string} */ got, /** @type {string} */ gave, /** @type {string} */ slope) =>
    got === gave
      ? `Leaky ReLU lets ${got} pass.`
      : `Leaky ReLU: below 0 it is made small, ${got} × ${slope} = ${gave}.`,
  sigmoid: (/** @type {string} */ got, /** @type {string} */ gave) => `Sigmoid: 1 ÷ (1 + e^−(${got})) = ${gave}.`,
  tanh: (/** @type {string} */ got, /** @type {string} */ gave) => `tanh(${got}) = ${gave}.`,
  norm: (
    /** @type {string} */ got,
    /** @type {string} */ gave,
    /** @type {string} */ lessMean,
    /** @type {string} */ variance,
    /** @type {string} */ factor,
    /** @type {string} */ plusShift,
    /** @type {string} */ eps,
  ) => `Batch norm: (${got} ${lessMean}) ÷ √(${variance} + ${eps}) × ${factor} ${plusShift} = ${gave}.`,
  class: "class",
  logit: "logit",
  exponential: "e^(logit − largest)",
  share: "share",
  sum: "sum",
  lessLargest: (/** @type {string} */ largest) =>
    `The largest logit, ${largest}, is subtracted first: the shares stay the same, and no power gets too large.`,
  python: "The same in Python",
  setup: "Lines before it (Python counts from 0)",
  copy: "Copy",
  copied: "Copied, with the lines before it.",
  notCopied: "The browser does not let this page copy. The line is selected: copy it with Ctrl+C.",
  slide: {
    play: "Play",
    pause: "Pause",
    back: "Step back",
    forward: "Step forward",
    scrub: "Window",
    speed: "Speed",
    speeds: { slow: "slow", normal: "normal", fast: "fast" },
    place: (/** @type {number} */ number, /** @type {number} */ count) => `window ${number} of ${count}`,
    none: "No window slides here: each of these numbers is computed from all that it needs at once.",
  },
  kernels: {
    none: "This stage has no kernels: it has nothing to learn.",
    weight: (
      /** @type {number} */ map,
      /** @type {number} */ row,
      /** @type {number} */ column,
      /** @type {string} */ value,
    ) => `map ${map}, row ${row}, column ${column}: ${value}`,
    fires: (/** @type {number} */ share) => `fires on ${percent(share)}`,
    bias: (/** @type {string} */ value) => `bias ${value}`,
    show: (/** @type {number} */ number) => `Show map ${number}, and where this kernel fires most`,
  },
};

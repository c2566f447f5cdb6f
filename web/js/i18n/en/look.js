/** A cell and its arithmetic, the sliding window, the kernels. */

import { numbers } from "./numbers.js";

const { percent } = numbers;

export const look = {
  hint: "Point at any cell of a map, with mouse, finger or arrow keys, to see how its value is computed. Outlines in the earlier stages mark its receptive field: all the cells that its value depends on.",
  strongest: (/** @type {string} */ stage) =>
    `This is the strongest cell of ${stage}. Point at any other, or click it to keep it here.`,
  waiting: "Python is starting; the arithmetic appears as soon as it is ready.",
  stopped: "Python has stopped; the arithmetic returns when it has restarted.",
  gone: "The model was changed, so the pinned cell is gone. Point at another cell.",
  broken: (/** @type {string} */ reason) => `This cell cannot be explained: ${reason}`,
  empty: "Nothing is drawn: the value is computed from an image of zeros.",
  input: "This cell is a pixel of the image, the network’s input.",
  notFinite: (/** @type {string} */ value) =>
    `This cell is ${value}: numbers before it exceed the range of float32, so there is no arithmetic to show.`,
  normalised: (/** @type {string} */ mean, /** @type {string} */ deviation) =>
    `The image is normalised first: (pixel − ${mean}) ÷ ${deviation}. Padding is added afterwards, so it is 0.`,
  title: (/** @type {string} */ stage, /** @type {string} */ cell) => `${stage}, ${cell}`,
  map: (/** @type {number} */ number) => `map ${number}`,
  mapOf: (/** @type {number} */ number, /** @type {number} */ count) => `map ${number} of ${count}`,
  number: (/** @type {number} */ number) => `number ${number}`,
  numberOf: (/** @type {number} */ number, /** @type {number} */ count) => `number ${number} of ${count}`,
  ofClass: (/** @type {string} */ label) => `class ${label}`,
  cell: (/** @type {string} */ map, /** @type {number} */ row, /** @type {number} */ column) =>
    `${map}, row ${row}, column ${column}`,
  pointed: (/** @type {string} */ title, /** @type {string} */ value) => `${title}: ${value}. Press Enter to pin.`,
  pinned: (/** @type {string} */ title, /** @type {string} */ value) =>
    `Pinned: ${title}: ${value}. Press Escape to unpin.`,
  released: "Unpinned.",
  pin: "Pin",
  letGo: "Unpin",
  views: { maps: "Maps", sliding: "Window", kernels: "Kernels" },
  viewsLabel: "View of the stage",
  arithmetic: "Window × kernel = products, for each map",
  from: (/** @type {string} */ stage) => `${stage} × weights:`,
  moreMaps: (/** @type {number} */ count, /** @type {string} */ sum) =>
    `${count} more map${count === 1 ? "" : "s"}: ${sum}`,
  moreNumbers: (/** @type {number} */ count, /** @type {string} */ sum) => `${count} more: ${sum}`,
  sumOfMaps: (/** @type {number} */ count) => (count === 1 ? "sum over 1 map" : `sum over ${count} maps`),
  sumOfNumbers: (/** @type {number} */ count) => `sum of ${count} products`,
  largestOf: (/** @type {number} */ count) => `largest of ${count}`,
  bias: "bias",
  ops: {
    input: "pixel",
    conv2d: "convolution",
    linear: "linear",
    relu: "ReLU",
    leaky_relu: "leaky ReLU",
    identity: "left out",
    mute: "muted",
    sigmoid: "sigmoid",
    tanh: "tanh",
    batch_norm2d: "batch norm",
    max_pool2d: "maximum",
    avg_pool2d: "average",
    global_avg_pool2d: "average of the map",
    global_max_pool2d: "largest of the map",
    reduce_max: "largest",
    reduce_mean: "average",
    reduce_sum: "sum",
    add: "sum",
    sub: "difference",
    mul: "product",
    div: "quotient",
    elementwise_affine: "scale and offset",
    concat: "copied",
    flatten: "copied",
    softmax: "probability",
    log_softmax: "log of the probability",
  },
  winner: (
    /** @type {number} */ count,
    /** @type {string} */ stage,
    /** @type {string} */ map,
    /** @type {string} */ value,
    /** @type {number} */ row,
    /** @type {number} */ column,
  ) => `The largest of ${count} numbers of ${stage}, ${map}, is kept: ${value}, from row ${row}, column ${column}.`,
  mean: (
    /** @type {number} */ count,
    /** @type {string} */ stage,
    /** @type {string} */ map,
    /** @type {string} */ sum,
    /** @type {number} */ divisor,
    /** @type {string} */ value,
  ) => `The ${count} numbers of ${stage}, ${map}, add up to ${sum}; divided by ${divisor}, this is ${value}.`,
  relu: (/** @type {string} */ got, /** @type {string} */ gave) =>
    got === gave
      ? `ReLU keeps ${got}: only numbers below 0 become 0.`
      : `ReLU turns ${got} into ${gave}: numbers below 0 become 0.`,
  clipped: (/** @type {string} */ got, /** @type {string} */ gave, /** @type {string} */ most) =>
    `ReLU limits ${got} to the range 0 … ${most}: ${gave}.`,
  leaky: (/** @type {string} */ got, /** @type {string} */ gave, /** @type {string} */ slope) =>
    got === gave
      ? `Leaky ReLU keeps ${got}: only numbers below 0 are scaled.`
      : `Leaky ReLU scales numbers below 0: ${got} × ${slope} = ${gave}.`,
  identity: (/** @type {string} */ got) => `What would come next is left out, so ${got} passes on as it is.`,
  mute: (/** @type {string} */ got) => `It is muted: 0 takes the place of ${got}.`,
  sigmoid: (/** @type {string} */ got, /** @type {string} */ gave) => `Sigmoid: 1 ÷ (1 + e^−(${got})) = ${gave}.`,
  function: (
    /** @type {string} */ name,
    /** @type {string} */ formula,
    /** @type {string} */ got,
    /** @type {string} */ gave,
  ) => `${name}: ${formula} = ${gave} for x = ${got}.`,
  tanh: (/** @type {string} */ got, /** @type {string} */ gave) => `tanh(${got}) = ${gave}.`,
  product: (/** @type {string} */ x, /** @type {string} */ sign, /** @type {string} */ y, /** @type {string} */ gave) =>
    `${x} ${sign} ${y} = ${gave}.`,
  affine: (
    /** @type {string} */ got,
    /** @type {string} */ gave,
    /** @type {string} */ factor,
    /** @type {string} */ plusOffset,
  ) => `Scaled and shifted: ${got} × ${factor} ${plusOffset} = ${gave}.`,
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
  share: "probability",
  sum: "sum",
  lessLargest: (/** @type {string} */ largest) =>
    `The largest logit, ${largest}, is subtracted first: the probabilities stay the same, and no power overflows.`,
  python: "The same in Python",
  setup: "Setup lines (Python counts from 0)",
  copy: "Copy",
  edit: "Change this",
  editTitle: "Open the code that computes this, and change it",
  copied: "Copied with its setup lines.",
  notCopied: "The browser does not let this page copy. The line is selected; press Ctrl+C to copy it.",
  slide: {
    play: "Play",
    pause: "Pause",
    back: "Step back",
    forward: "Step forward",
    scrub: "Window",
    speed: "Speed",
    speeds: { slow: "slow", normal: "normal", fast: "fast" },
    place: (/** @type {number} */ number, /** @type {number} */ count) => `window ${number} of ${count}`,
    none: "No window slides here: each number is computed from all of its inputs at once.",
  },
  kernels: {
    none: "This stage has no kernels. Only convolutions and linear layers have weights.",
    fires: (/** @type {number} */ share) => `${percent(share)} above 0`,
    bias: (/** @type {string} */ value) => `bias ${value}`,
    show: (/** @type {number} */ number) => `Show map ${number} at its largest value`,
    patches: {
      stale: "The weights have changed; these patches were found with the previous ones.",
      about: (/** @type {number} */ height, /** @type {number} */ width) =>
        `Beside each kernel: the nine patches that excite its map most, each from another of 60 images – the ten sample digits as drawn, slanted to either side, narrow, wide and bold, and thin. A patch is the receptive field of one cell, ${height} × ${width} pixels; what is hatched lies outside the image.`,
      searching: (/** @type {number} */ done, /** @type {number} */ count) =>
        `Looking for the patches that excite each map most: image ${done} of ${count} …`,
      label: (/** @type {number} */ number) => `What map ${number} looks for`,
      value: (/** @type {string} */ value, /** @type {string} */ digit) =>
        `${value}, in ${digit === "8" ? "an" : "a"} ${digit}`,
      strongest: (/** @type {string} */ value) => `up to ${value}`,
      blank: (/** @type {string} */ value) => `blank paper excites it most: ${value}`,
      silent: "silent on these digits",
    },
  },
};

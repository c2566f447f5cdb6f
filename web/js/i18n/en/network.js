/** The diagram: the stages' names, what each computes, its values on the current drawing, the colour scale. */

import { numbers } from "./numbers.js";

const { count, fixed, percent, sure } = numbers;

export const stage = {
  shape: (/** @type {number[]} */ shape) => shape.join("×"),
  parameters: (/** @type {number} */ number) => `${count(number)} parameter${number === 1 ? "" : "s"}`,
  open: (/** @type {string} */ title) => `Open ${title}`,
  map: (/** @type {number} */ number, /** @type {number} */ count) => `map ${number} of ${count}`,
  brightest: (/** @type {string} */ value) => `max ${value}`,
  label: (/** @type {string} */ title, /** @type {string} */ shape) => `${title}: ${shape}`,
  heading: "Stages",
  hint: "Choose a stage of the network to see its maps enlarged.",
  quiet: "nothing above 0",
  explain: /** @type {Record<string, string>} */ ({
    input: "The network’s input: 0 is paper, 1 is ink.",
    conv2d:
      "Each map searches for one small pattern: a kernel slides over the maps of the previous stage, and each cell is the weighted sum of one window.",
    relu: "ReLU keeps numbers above 0 and sets all others to 0.",
    leaky_relu: "Leaky ReLU keeps numbers above 0 and scales down those below 0.",
    identity: "What would come here is left out: every number passes on as it is.",
    max_pool2d:
      "Only the largest value of each window is kept, so the maps get smaller and exact positions matter less.",
    avg_pool2d: "Each window is replaced by its average, so the maps get smaller and smoother.",
    global_avg_pool2d: "Each map is reduced to its average: how strongly its pattern occurs, wherever it is.",
    global_max_pool2d: "Each map is reduced to its largest number: how strongly its pattern occurs in its best place.",
    reduce_max: "Of the numbers along one or more axes (maps, rows, columns), the largest is kept.",
    reduce_min: "Of the numbers along one or more axes (maps, rows, columns), the smallest is kept.",
    reduce_mean: "The numbers along one or more axes (maps, rows, columns) are averaged.",
    reduce_sum: "The numbers along one or more axes (maps, rows, columns) are added.",
    linear: "Each number is a weighted sum of all numbers of the previous stage.",
    softmax:
      "Softmax turns the logits into probabilities: e to the power of each, divided by the sum of all. It must choose one of the classes, even if the drawing is none of them.",
    log_softmax: "Log softmax gives the logarithms of the probabilities of softmax.",
    add: "Several stages are added cell by cell.",
    sub: "One stage is subtracted from another, cell by cell.",
    mul: "Two stages are multiplied cell by cell; where one has a single number for a map, it scales the whole map.",
    div: "One stage is divided by another, cell by cell.",
    elementwise_affine: "Each number is multiplied by one constant, and another is added; cells may have their own.",
    elementwise_max: "Of several stages, the largest number in each place is kept.",
    elementwise_min: "Of several stages, the smallest number in each place is kept.",
    layer_norm:
      "The numbers of this image are brought to mean 0 and variance 1, over all maps, over each map or over the maps at each place, then scaled and shifted as training has determined.",
    rms_norm:
      "The numbers of this image are divided by the root of the mean of their squares, then scaled as training has determined.",
    group_norm:
      "The numbers of each group of maps are brought to mean 0 and variance 1, then each map is scaled and shifted as training has determined.",
    local_response_norm:
      "Each number is divided by a measure of the numbers in the same place of neighbouring maps, so strong maps weaken their neighbours.",
    concat: "The maps of several stages are put side by side.",
    conv_transpose2d:
      "A convolution in reverse: each cell of the previous stage adds a kernel, multiplied by its number, to the maps, so they get larger.",
    pad2d: "Rows and columns are added around each map: one number, or copies of cells of the map.",
    strided_slice: "A part of the previous stage: some of its maps, rows or columns.",
    resize2d:
      "Each map is enlarged or reduced: a cell is the nearest one of the previous stage, or a mean of those around it.",
    depth_to_space: "The cells of several maps become blocks of cells of one larger map.",
    space_to_depth: "The cells of each block of a map are put into several smaller maps.",
    flatten: "All maps are written as one long row of numbers.",
    batch_norm2d: "Each map is scaled and shifted by amounts that training has determined.",
    sigmoid: "Sigmoid squeezes every number into the range 0 … 1.",
    tanh: "tanh squeezes every number into the range −1 … 1.",
  }),
  replaces: (/** @type {string} */ name, /** @type {string} */ formula) =>
    `${name} replaces every number x by ${formula}.`,
};

/** Parts of the names that model files give their stages; each must fit over a narrow column. */
export const titles = /** @type {Record<string, string>} */ ({
  "Average pooling": "Average pooling",
  Convolution: "Conv",
  Dense: "Dense",
  "Global average": "Global average",
  Image: "Image",
  Linear: "Linear",
  "Max pooling": "Max pooling",
  Sigmoid: "Sigmoid",
  Softmax: "Softmax",
  Sum: "Sum",
  stride: "stride",
});

export const sentences = {
  nothing: "Nothing is drawn: this is the network’s response to empty paper.",
  noInk: "It contains no ink.",
  ink: (/** @type {number} */ inked, /** @type {number} */ pixels, /** @type {number} */ share) =>
    `The ink covers ${inked} of ${pixels} pixels, ${percent(share)}.`,
  dark: "No cell is above 0 on this drawing.",
  brightest: (
    /** @type {number} */ map,
    /** @type {number} */ maps,
    /** @type {string} */ value,
    /** @type {string} */ where,
  ) =>
    `${maps === 1 ? "Its largest value is" : `Map ${map} of ${maps} has the largest value,`} ${value}${where && `, ${where}`}.`,
  under: {
    turn: "where the stroke turns",
    end: "where a stroke ends",
    line: "on the stroke",
    edge: "at the edge of the ink",
    paper: "where there is no ink",
  },
  silent: (/** @type {number} */ silent, /** @type {number} */ maps, /** @type {number} */ share) =>
    `${silent === 0 ? "No map is" : silent === 1 ? "1 map is" : `${silent} of ${maps} maps are`} all zeros; ${percent(share)} of all cells are above 0.`,
  largest: (
    /** @type {string} */ number,
    /** @type {number} */ count,
    /** @type {string} */ value,
    /** @type {string} */ next,
  ) => `Number ${number} of ${count} is the largest, ${value}${next && `; next are ${next}`}.`,
  zeros: (/** @type {number} */ zeros, /** @type {number} */ count) =>
    `${zeros} of ${count} ${zeros === 1 ? "is" : "are"} 0.`,
  leads: (
    /** @type {string} */ first,
    /** @type {string} */ value,
    /** @type {string} */ second,
    /** @type {string} */ ahead,
  ) => `Class ${first} has the largest logit, ${value}, ${ahead} more than class ${second}.`,
  alone: (
    /** @type {string} */ first,
    /** @type {number} */ share,
    /** @type {string} */ second,
    /** @type {number | undefined} */ other,
  ) =>
    other === undefined
      ? `${first} gets ${sure(share)}.`
      : `${first} gets ${sure(share)}, ${second} gets ${sure(other)}: each class is judged on its own, so these need not add up to 100 %.`,
  shares: (
    /** @type {string} */ first,
    /** @type {number} */ share,
    /** @type {string} */ second,
    /** @type {number} */ ahead,
  ) =>
    `Class ${first} gets ${sure(share)}, ${ahead >= 0.9995 ? "over 99.9" : fixed(100 * ahead, 1)} percentage points more than class ${second}${ahead < 0.2 ? ": a close decision" : ""}.`,
  broken: "Some of its numbers are not finite: they exceed the range of float32.",
};

export const scales = {
  label: "Colour scale",
  scope: "Colour scale",
  colormap: "Colours",
  signs: "before activation",
  scopes: { map: "per map", stage: "per stage", network: "whole network" },
  colormaps: { ember: "ember", sea: "sea", moon: "moon", paper: "paper" },
  legend: {
    least: "own min",
    most: "own max",
    same: (/** @type {string} */ low, /** @type {string} */ high) => `Colour scale from ${low} to ${high}`,
    own: (/** @type {string} */ low, /** @type {string} */ high) =>
      `Each map has its own colour scale; all values lie between ${low} and ${high}`,
  },
};

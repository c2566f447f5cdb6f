/** The diagram: the stages' names, what each does, what there is to say of it on a drawing, its colours. */

import { numbers } from "./numbers.js";

const { count, fixed, percent } = numbers;

export const stage = {
  shape: (/** @type {number[]} */ shape) => shape.join("×"),
  parameters: (/** @type {number} */ number) => `${count(number)} parameter${number === 1 ? "" : "s"}`,
  parametersShort: (/** @type {number} */ number) => `${count(number)} params`,
  open: (/** @type {string} */ title) => `Show ${title} large`,
  map: (/** @type {number} */ number, /** @type {number} */ count) => `map ${number} of ${count}`,
  brightest: (/** @type {string} */ value) => `max ${value}`,
  label: (/** @type {string} */ title, /** @type {string} */ shape) => `${title}: ${shape}`,
  heading: "Stages",
  hint: "Choose a stage of the network to see its maps large.",
  quiet: "silent on this drawing",
  explain: /** @type {Record<string, string>} */ ({
    input: "The image that the network gets: 0 is paper, 1 is ink.",
    conv2d:
      "Each map looks for one small pattern: its kernel slides over the maps before, and every cell is a weighted sum of one window.",
    relu: "ReLU keeps what is above 0 and makes the rest 0.",
    leaky_relu: "Leaky ReLU keeps what is above 0 and makes what is below small.",
    max_pool2d: "Of every window only the largest value stays: the maps get smaller, what was found stays.",
    avg_pool2d: "Every window becomes its mean: the maps get smaller and smoother.",
    global_avg_pool2d: "Each map becomes one number, its mean: how much of its pattern there is, wherever it is.",
    linear: "Every number is a weighted sum of all numbers before: evidence for and against.",
    softmax: "The logits as shares of 100 %: e to the power of each, divided by the sum of all.",
    add: "What comes from several stages is added cell by cell.",
    concat: "Maps of several stages are put side by side.",
    flatten: "All maps as one long row of numbers.",
    batch_norm2d: "Each map scaled and shifted by what training has measured.",
    sigmoid: "Sigmoid squeezes every number between 0 and 1.",
    tanh: "tanh squeezes every number between −1 and 1.",
  }),
};

/** Parts of the names that model files give their stages. */
export const titles = /** @type {Record<string, string>} */ ({
  "Average pooling": "Average pooling",
  Convolution: "Convolution",
  Dense: "Dense",
  "Global average": "Global average",
  Image: "Image",
  Linear: "Linear",
  "Max pooling": "Max pooling",
  Softmax: "Softmax",
  Sum: "Sum",
  stride: "stride",
});

/** The same where stages stand close together. */
export const shortTitles = /** @type {Record<string, string>} */ ({
  "Average pooling": "Avg pool",
  Convolution: "Conv",
  Dense: "Dense",
  "Global average": "Global mean",
  "Max pooling": "Max pool",
});

export const sentences = {
  nothing: "Nothing is drawn: this is what the network makes of empty paper.",
  noInk: "There is no ink in it.",
  ink: (/** @type {number} */ inked, /** @type {number} */ pixels, /** @type {number} */ share) =>
    `The ink covers ${inked} of ${pixels} pixels, ${percent(share)}.`,
  dark: "All its maps are silent: nothing is above 0 on this drawing.",
  brightest: (
    /** @type {number} */ map,
    /** @type {number} */ maps,
    /** @type {string} */ value,
    /** @type {string} */ where,
  ) => `${maps === 1 ? "It" : `Map ${map} of ${maps}`} is brightest, ${value}${where && `, ${where}`}.`,
  under: {
    turn: "where the stroke turns",
    end: "where a stroke ends",
    line: "on the stroke",
    edge: "at the edge of the ink",
    paper: "where there is no ink",
  },
  silent: (/** @type {number} */ silent, /** @type {number} */ maps, /** @type {number} */ share) =>
    `${silent === 0 ? "No map is" : silent === 1 ? "1 map is" : `${silent} of ${maps} maps are`} silent; ${percent(share)} of all cells fire.`,
  largest: (
    /** @type {string} */ number,
    /** @type {number} */ count,
    /** @type {string} */ value,
    /** @type {string} */ next,
  ) => `Number ${number} of ${count} is largest, ${value}${next && `; next come ${next}`}.`,
  zeros: (/** @type {number} */ zeros, /** @type {number} */ count) =>
    `${zeros} of ${count} ${zeros === 1 ? "is" : "are"} 0.`,
  leads: (
    /** @type {string} */ first,
    /** @type {string} */ value,
    /** @type {string} */ second,
    /** @type {string} */ ahead,
  ) => `Class ${first} leads with ${value}, ${ahead} ahead of class ${second}.`,
  shares: (
    /** @type {string} */ first,
    /** @type {number} */ share,
    /** @type {string} */ second,
    /** @type {number} */ ahead,
  ) =>
    `Class ${first} gets ${percent(share)}, ${fixed(100 * ahead, 1)} points more than class ${second}${ahead < 0.2 ? ": a close call" : ""}.`,
  broken: "Some of its numbers are not finite: the network has left what a float32 can hold.",
};

export const scales = {
  label: "Colours of the maps",
  scope: "Colours span",
  colormap: "in",
  signs: "with signs, before ReLU",
  scopes: { map: "each map", stage: "each stage", network: "the whole network" },
  colormaps: { ember: "ember", sea: "sea", moon: "moon" },
  legend: {
    least: "least",
    most: "each its own most",
    same: (/** @type {string} */ low, /** @type {string} */ high) => `Colours go from ${low}, dark, to ${high}, bright`,
    own: (/** @type {string} */ low, /** @type {string} */ high) =>
      `Each map’s colours span its own numbers; all of them lie between ${low} and ${high}`,
  },
};

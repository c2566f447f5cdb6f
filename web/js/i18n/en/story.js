/**
 * The story of how the network reads: the steps of the tour, and the captions of the article's figures. It is loaded with
 * the panels, after the first reading.
 */

import { numbers } from "./numbers.js";

const { count, percent } = numbers;

/** @typedef {{ products: number, sum: string, bias: string, total: string }} Sum */

const figures = {
  notFinite: "not finite",
  failed: (/** @type {string} */ reason) => `This figure cannot be computed: ${reason}`,
  ops: /** @type {Record<string, string>} */ ({
    relu: "ReLU",
    leaky_relu: "Leaky ReLU",
    tanh: "tanh",
    sigmoid: "Sigmoid",
    batch_norm2d: "Batch normalisation",
  }),
  bar: {
    pad: "Back to the pad",
    image: "The image that the network gets",
    nothing: "Nothing is drawn.",
    reads: (/** @type {string} */ label, /** @type {string} */ share) => `Reads ${label}: ${share}`,
  },
  ink: {
    image: "Your drawing as an image. Move the frame with the pointer or the arrow keys.",
    count: (
      /** @type {number} */ height,
      /** @type {number} */ width,
      /** @type {number} */ cells,
      /** @type {number} */ channels,
    ) =>
      channels === 1
        ? `Your drawing in ${height} × ${width} = ${count(cells)} numbers.`
        : `Your drawing in ${height} × ${width} = ${count(cells)} numbers, for each of ${channels} colours.`,
    frame: (
      /** @type {number} */ top,
      /** @type {number} */ bottom,
      /** @type {number} */ left,
      /** @type {number} */ right,
    ) => `The frame shows rows ${top} to ${bottom} and columns ${left} to ${right}; point at the image to move it.`,
    normalised: (/** @type {string} */ paper, /** @type {string} */ ink) =>
      `This model then turns 0 into ${paper} and 1 into ${ink}.`,
    unchanged: "This model takes the numbers as they are, so its 0 is paper.",
  },
  window: {
    kernel: "Kernel",
    which: (/** @type {number} */ map, /** @type {number} */ maps) => `${map} of ${maps}`,
    names: ["window", "kernel", "products"],
    image: "Your drawing as an image. Move the window with the pointer or the arrow keys.",
    none: "This model does not begin with a convolution, so there is no window on the image to show.",
    sum: (/** @type {Sum} */ { products, sum, bias, total }) =>
      `${products} product${products === 1 ? "" : "s"}: ${sum}${bias && `, bias: ${bias}`}. Together: ${total}.`,
    after: (/** @type {string} */ op, /** @type {string} */ value) => `After ${op}: ${value}.`,
    place: (
      /** @type {number} */ map,
      /** @type {number} */ row,
      /** @type {number} */ column,
      /** @type {string} */ value,
    ) => `The cell in map ${map}, row ${row}, column ${column} is ${value}.`,
    padding: (/** @type {number} */ cells, /** @type {boolean} */ isNormalised) =>
      `Its window has ${cells} numbers${isNormalised ? ", in which paper is below 0 and ink above" : ""}; hatched ones are beyond the border.`,
    move: "Point at the image to move the window.",
  },
  maps: {
    count: (/** @type {number} */ maps, /** @type {number} */ height, /** @type {number} */ width) =>
      `${maps} kernels of ${height} × ${width} weights, and the ${maps} maps that they make of your drawing.`,
    first: (/** @type {number} */ shown, /** @type {number} */ maps) => `The first ${shown} of ${maps} are shown.`,
    colours: "Orange weights are positive, blue ones negative.",
    paper: (/** @type {string} */ value) => `paper: ${value}`,
    lit: (/** @type {number} */ lit, /** @type {number} */ maps) =>
      `Below each map is its value on empty paper: it is above 0 in ${lit} of ${maps}.`,
  },
  activation: {
    image: "A feature map. Choose a cell with the pointer or the arrow keys.",
    none: "No layer with maps has an activation function in this model.",
    names: (/** @type {number} */ map, /** @type {string} */ name) => [`map ${map} before`, name, "after"],
    plot: (/** @type {string} */ name) => `${name} as a curve: one point for each cell of the map`,
    relu: (
      /** @type {number} */ map,
      /** @type {number} */ maps,
      /** @type {number} */ below,
      /** @type {number} */ cells,
    ) =>
      `Map ${map} of ${maps}: ${count(below)} of its ${count(cells)} cells are below 0 (blue). ReLU makes all of them 0.`,
    other: (/** @type {string} */ name, /** @type {number} */ map) =>
      `${name} is this model’s bend, here on map ${map}. Each point of the curve is one cell.`,
    here: (/** @type {string} */ name, /** @type {string} */ before, /** @type {string} */ after) =>
      `In the marked cell, ${name} turns ${before} into ${after}.`,
  },
  pooling: {
    image: "A feature map. Choose a window with the pointer or the arrow keys.",
    none: (/** @type {string} */ sizes) =>
      `This model has no pooling layer. Its image and maps measure, one after the other: ${sizes}.`,
    names: (/** @type {number} */ map, /** @type {string} */ before, /** @type {string} */ after) => [
      `map ${map}, ${before}`,
      "one window",
      `after, ${after}`,
    ],
    count: (/** @type {number} */ before, /** @type {number} */ after) =>
      `${count(before)} numbers become ${count(after)}.`,
    largest: (/** @type {string} */ value) => `Of the marked window, the largest number stays: ${value}.`,
    average: (/** @type {string} */ value) => `Of the marked window, the average stays: ${value}.`,
    move: "Point at a map to choose another window.",
  },
  field: {
    none: "This model has no layers with maps.",
    card: (/** @type {string} */ title, /** @type {number} */ height, /** @type {number} */ width) =>
      `${title}: its middle cell sees ${height} × ${width} pixels`,
    middle: "What the cell in the middle of each layer’s maps can see of your drawing.",
    everything: (/** @type {string} */ title) => `In “${title}” it sees the whole image.`,
    share: (/** @type {string} */ title, /** @type {number} */ share) =>
      `In “${title}” it sees ${percent(share)} of the image.`,
  },
  amounts: {
    none: "In this model, the sums of the classes follow directly on the maps.",
    averages: (
      /** @type {number} */ maps,
      /** @type {number} */ height,
      /** @type {number} */ width,
      /** @type {number} */ shown,
    ) => `${maps} maps of ${height} × ${width} cells become ${maps} averages; these are the ${shown} largest.`,
    largest: (/** @type {number} */ map, /** @type {string} */ value) =>
      `Map ${map} is first, with ${value}, wherever its bright cells lie.`,
    dense: (/** @type {number} */ number, /** @type {number} */ all, /** @type {number} */ inputs) =>
      `This model has a dense layer instead of averages. Number ${number} of its ${all} is the sum of ${count(inputs)} products.`,
    places: "Every cell has a weight of its own, so places still count.",
    products: (/** @type {number} */ shown) => `These are the ${shown} largest products, each cell × weight.`,
  },
  evidence: {
    logits: "Logit and percentage of each class",
    terms: (/** @type {string} */ name) => `What speaks for ${name} (orange) and against it (blue)`,
    others: (/** @type {number} */ others) => `${others} more`,
    bias: "bias",
    sum: (/** @type {string} */ name, /** @type {string} */ logit) => `Together: ${logit}, the logit of ${name}.`,
    lead: (/** @type {string} */ first, /** @type {string} */ second, /** @type {string} */ ahead) =>
      `The logit of ${first} is ${ahead} above that of ${second}, the next. Softmax makes percentages of such distances.`,
    always: "They add up to 100 %, whatever is drawn.",
    choose: "Choose a class to see its sum.",
  },
  failure: {
    names: {
      turned: "turned",
      mirrored: "mirrored",
      inverted: "inverted",
      pushed: "pushed aside",
      blank: "blank paper",
      noise: "noise",
    },
    reads: (/** @type {string} */ label, /** @type {string} */ share) => `${label}: ${share}`,
    sure: (/** @type {number} */ sure, /** @type {number} */ all) =>
      `What this model says to each. In ${sure} of ${all} cases it is more than 90 % sure.`,
  },
};

const tourSteps = {
  pad: {
    title: "Draw a 7",
    text: "Draw on the black pad with mouse, finger or pen, or with the arrow keys and Space. The network reads while you draw, and nothing leaves this device.",
  },
  image: {
    title: "Ink becomes numbers",
    text: "This is all that the network gets: a small image, in which each pixel is a number from 0 to 1. Your digit has been scaled and centred like those that the network learned from.",
  },
  maps: {
    title: "Each kernel makes a map",
    text: "A small window slides over the image, and a few weights, the kernel, turn each window into one number. Bright cells hold large numbers. A map may be bright on empty paper too: the difference that the ink makes is what counts.",
  },
  mapsSigned: {
    title: "Each kernel makes a map",
    text: "A small window slides over the image, and a few weights, the kernel, turn each window into one number. These numbers have both signs: orange cells are positive, blue ones negative, and both say something.",
  },
  cell: {
    title: "Look into a cell",
    text: "Now point at any cell of these maps, or press Tab and use the arrow keys. The page outlines the window that the cell was computed from.",
  },
  arithmetic: {
    title: "One window, a handful of products",
    text: "This is the whole computation of the cell, in real numbers: window times kernel, all products added up, plus the bias. The line of Python at the end gives the same number.",
  },
  views: {
    title: "Maps, sliding window, kernels",
    text: "Of a layer that is open you can see the maps, the window on its way over the image, or the kernels, as here: orange weights are positive, blue ones negative.",
  },
  pool: {
    title: "Smaller maps",
    text: "Of each small window, only the largest number stays. The maps get smaller, and where exactly a pattern lies matters less.",
  },
  poolAverage: {
    title: "Smaller maps",
    text: "Each small window becomes its average. The maps get smaller and smoother, and where exactly a pattern lies matters less.",
  },
  deeper: {
    title: "Deeper sees wider",
    text: "One cell of these maps is marked, and with it everything in the earlier layers that it depends on, back to the image and to your ink. The deeper a layer, the larger this receptive field.",
  },
  numbers: {
    title: "From places to amounts",
    text: "Each map becomes one number, its average: how much of its pattern there is, wherever it is. From here on there are no places.",
  },
  numbersDense: {
    title: "From maps to numbers",
    text: "Each of these numbers is a sum over all cells before it, and every cell has a weight of its own. So it can count differently what is at the top and what is at the bottom.",
  },
  logits: {
    title: "Evidence for each class",
    text: "Each class adds up these numbers with its own weights, for it and against it, plus a bias. The sum is called its logit.",
  },
  answer: {
    title: "The prediction",
    text: "Softmax turns the logits into percentages that always add up to 100 %. It has no way to say “none of these”, even for a scribble.",
  },
  evidence: {
    title: "Why this digit",
    text: "Which parts of your drawing speak for a class, and which against it? In a deep network the maps answer only roughly, since each of their cells has seen a large part of the image.",
  },
  steps: {
    title: "From ink to image",
    text: "How the strokes became the image, step by step, and what the network would read after each step.",
  },
  time: {
    title: "When did it know?",
    text: "Your drawing was recorded. The curves show the percentage of every class at each moment, so you can see when the network changed its mind.",
  },
  compare: {
    title: "What would another network say?",
    text: "Choose a second model, and both read the same ink side by side.",
  },
  test: {
    title: "How often is it right?",
    text: "One drawing shows little. Give the network thousands of images with labels, and it counts: how many it reads, which classes it mixes up, and which images it misreads.",
  },
  code: {
    title: "Now change it",
    text: "Every stage is a few lines of NumPy. Here you can rewrite them, and a second Python reads your drawing with your code, while you type and while you draw. Twelve exercises lead from the simplest step to the whole convolution.",
  },
  train: {
    title: "And let it learn",
    text: "Every weight was found by training. Here you can watch how this network learned, collect digits in your own hand, and train it on them, step by step, while it reads what you draw.",
  },
  more: {
    title: "The same story, in words",
    text: "Below, an article tells all of this slowly, with figures that follow your drawing. At the top of the page you can choose another model or open your own, save what you see, and share it.",
  },
};

export const story = { figures, tourSteps };

/**
 * What the page can ask about the reading that is on the screen, and what Python answers (py/glasscnn/bridge/questions.py).
 *
 * Every question is answered with plain values; what is large lies in the answer's `numbers` (float32) or `pictures`
 * (RGBA), and the plain values say where. A number that is not finite crosses as a word, since JSON has none for it.
 */

/** @typedef {number | "NaN" | "∞" | "−∞"} Value */
/** @typedef {{ offset: number, shape: number[] }} Numbers a part of an answer's `numbers` */
/** @typedef {{ offset: number, width: number, height: number }} Picture a part of an answer's `pictures`; offset in bytes */
/** @typedef {{ low: number, high: number, colormap: string }} Scale what a picture's colours span, and which they are */

/** @typedef {{ stage: string, channel: number, row: number, column: number }} Place a cell; a vector has row and column 0 */

/**
 * How a cell came about: the steps from the stages before to the cell, in the order in which they are computed. For a
 * stage whose node is a ReLU of a convolution, the convolution is the first step and the ReLU the second.
 * @typedef {object} Cell
 * @property {Place} place
 * @property {string} node the graph's
 * @property {Value} value as the engine has computed it
 * @property {Step[]} steps
 * @property {string} expression one line of Python that gives `value`
 * @property {string[]} setup the lines before it: what its names mean; they run after `import numpy as np`
 */

/**
 * One node's part in a cell. The terms, the rest and the bias add up to the value to the digits that are printed.
 * @typedef {object} Step
 * @property {string} op
 * @property {string} node
 * @property {Value} value after this step
 * @property {Value} [before] what a pointwise step gets
 * @property {Value} [bias]
 * @property {Term[]} [terms] conv2d: one an input channel; linear, add, concat, flatten: one an input number; the 128
 *   largest at most
 * @property {{ count: number, value: Value }} [rest] the terms that are left out, and their sum
 * @property {{ node: string, stage: string | null, channel: number }} [source] pooling and pointwise: the map it reads
 * @property {Window} [window] conv2d and pooling
 * @property {number[]} [winner] max_pool2d: the row and column, in the window, of the one that counts
 * @property {(Value | null)[]} [candidates] pooling: the window's numbers, row by row, null where the window leaves the map
 * @property {number} [count] mean pooling: how many numbers the mean is taken of
 * @property {number} [maximum] relu, where it has one
 * @property {number} [slope] leaky_relu
 * @property {{ mean: Value, variance: Value, scale: Value, shift: Value, eps: number }} [norm] batch_norm2d
 * @property {{ logits: Value[], exponentials: Value[], shares: Value[], largest: Value }} [softmax] all classes
 */

/**
 * @typedef {object} Term
 * @property {string} node where the number comes from
 * @property {string | null} stage the stage of that node, if the page shows it
 * @property {number} channel there
 * @property {number} [row] the one cell there that counts (all but conv2d)
 * @property {number} [column]
 * @property {Value} value what it adds
 * @property {Value} [input] linear: the number
 * @property {Value} [weight] linear: what it is multiplied with
 * @property {Value[]} [inputs] conv2d: the window's numbers, row by row; padding is 0; the image's are normalised
 * @property {number[]} [weights] conv2d: the kernel's
 * @property {Value[]} [products] conv2d
 */

/**
 * The cells that a window covers, also outside of the map, where the padding is.
 * @typedef {object} Window
 * @property {number[]} rows of its cells in the input map; −1 and below, or the height and above, are padding
 * @property {number[]} columns
 * @property {number} height of the input map
 * @property {number} width
 */

/**
 * Where a cell comes from and where it goes, as masks of 0 and 1 over a stage's maps.
 * @typedef {object} Field
 * @property {Place} place
 * @property {Record<string, Reach>} back the stages before it that it is computed from, the image among them
 * @property {Record<string, Reach>} forward the stages after it that it feeds
 * @property {{ left: number, top: number, right: number, bottom: number } | null} pad the image's part, in the pad's units; null where nothing is drawn
 */
/** @typedef {{ channels: number[] | null, mask: Numbers, direct: boolean }} Reach channels null: all; mask: (H, W); direct: no shown stage lies between */

/**
 * How much each place speaks for a class.
 * @typedef {object} Evidence
 * @property {number} label the class
 * @property {"cam" | "gradient" | "occlusion"} method gradient: gradient × activation
 * @property {boolean} exact whether the map adds up to the logit but for the bias
 * @property {string} stage the stage that the map is taken from, or its node where no stage shows it; the image for
 *   occlusion, whose map says for each pixel by how much the logit falls under the patches of paper that cover it
 * @property {Numbers} map as high and wide as that stage
 * @property {Picture} picture of it, as large as the image, diverging colours
 * @property {Scale} scale the same for all classes, so that two of them can be compared
 * @property {Value} logit
 * @property {Value} bias what the map does not add up to, logit − sum: the class's bias where it is exact
 * @property {Value} sum of the map
 * @property {Value} probability
 */

/**
 * One step from the ink to the image, with what the network would read in it alone.
 * @typedef {object} InkStep
 * @property {"ink" | "box" | "scale" | "mass" | "shift" | "normalise"} name ink: as drawn; box: its bounds found; scale:
 *   brought to 20 × 20; mass: its centre of mass found; shift: that put in the middle; normalise: less the mean, by the deviation
 * @property {boolean} applied whether the network's image has been through it: without centring only ink and normalise
 * @property {Picture} picture grey; normalise: diverging around 0
 * @property {Record<string, number>} facts box: left, top, right, bottom in pad units, pen included; scale: factor, how
 *   much larger than as drawn; mass: x, y as indices of pixels (14 is the middle of 28); shift: dx, dy in whole pixels;
 *   normalise: mean, std, lowest, highest
 * @property {number} label
 * @property {number[]} probabilities
 */

/**
 * A stage's kernels, and how often and where each fires on this drawing.
 * @typedef {object} Kernels
 * @property {string} node that has them
 * @property {number} inChannels of each
 * @property {number[]} size [kH, kW]
 * @property {Scale} scale one for all, around 0
 * @property {Kernel[]} kernels one a map
 */
/**
 * @typedef {object} Kernel
 * @property {number} channel
 * @property {Numbers} weight (inChannels, kH, kW)
 * @property {Picture} picture the channels side by side, one pixel a weight and one between
 * @property {Value} bias
 * @property {number} share of its map's cells that are above 0
 * @property {Value} largest
 * @property {number} row of the largest
 * @property {number} column
 */

/**
 * A stage before its activation, where numbers have both signs.
 * @typedef {object} BeforeRelu
 * @property {string} node that has given them
 * @property {Numbers} numbers of the stage's shape
 * @property {Picture} picture laid out like the stage's canvas
 * @property {Scale} scale around 0
 */

/**
 * What a stage's sentences say of this drawing.
 * @typedef {object} Summary
 * @property {string} stage
 * @property {string} op
 * @property {boolean} finite whether all its numbers are
 * @property {number} maps
 * @property {number} silent maps that are 0 everywhere
 * @property {number} share of all cells that are above 0
 * @property {{ channel: number, row: number, column: number, value: Value }} brightest
 * @property {"turn" | "end" | "line" | "edge" | "paper" | null} under what the ink does there: it turns, ends, runs on, has its edge, or there is none; null for a vector
 * @property {{ channel: number, value: Value }[]} order vectors: the three largest, largest first
 */

/** The colours of what is 0 or more; numbers of both signs stay blue and orange, the image grey. */
export const COLORMAPS = /** @type {const} */ (["ember", "sea", "moon"]);

/** What the colours of a map span: its own numbers, its stage's or the whole network's. Vectors are a stage at least. */
export const SCOPES = /** @type {const} */ (["map", "stage", "network"]);

/** How the maps are coloured at first. @type {{ scope: Scope, colormap: Colormap }} */
export const DEFAULT_COLOURS = { scope: "stage", colormap: "ember" };

/** @typedef {typeof COLORMAPS[number]} Colormap */
/** @typedef {typeof SCOPES[number]} Scope */

/**
 * Every question with its arguments and its answer.
 * @typedef {object} Questions
 * @property {{ args: Place, answer: Cell }} cell
 * @property {{ args: Place, answer: Field }} field
 * @property {{ args: { label: number, method: "cam" | "gradient" | "occlusion" }, answer: Evidence }} evidence cam: exact
 *   where the head is global average pooling and a linear layer; else gradient is answered
 * @property {{ args: {}, answer: { steps: InkStep[] } }} inkSteps
 * @property {{ args: { stage: string }, answer: Kernels | null }} kernels null for a stage without
 * @property {{ args: { stage: string }, answer: BeforeRelu | null }} beforeRelu null for a stage without an activation
 * @property {{ args: {}, answer: { stages: Summary[] } }} summaries
 * @property {{ args: { scope: Scope, colormap: Colormap }, answer: { colormaps: Record<string, number[]> } }} colours
 *   how the stages are coloured from the next reading on (of the same ink too), whose `ranges` say what each stage and
 *   each map spans; the tables take the place of the model's, by the same names
 */

/**
 * @template {keyof Questions} [Name=keyof Questions]
 * @typedef {object} Answer
 * @property {Questions[Name]["answer"]} result
 * @property {Float32Array} numbers
 * @property {Uint8ClampedArray<ArrayBuffer>} pictures
 * @property {number} serial of the reading that it is about
 */

export const QUESTIONS = /** @type {const} */ ([
  "cell",
  "field",
  "evidence",
  "inkSteps",
  "kernels",
  "beforeRelu",
  "summaries",
  "colours",
]);

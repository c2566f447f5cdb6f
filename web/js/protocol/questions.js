/**
 * The questions about the newest reading, and their answers (py/glasscnn/bridge/questions.py).
 *
 * An answer is plain JSON values; large arrays are in its `numbers` (float32) or `pictures` (RGBA), and the JSON values
 * hold their offsets. A number that is not finite is sent as text, since JSON has no literal for it.
 */

/** @typedef {number | "NaN" | "∞" | "−∞"} Value */
/** @typedef {{ offset: number, shape: number[] }} Numbers a part of an answer's `numbers` */
/** @typedef {{ offset: number, width: number, height: number }} Picture a part of an answer's `pictures`; offset in bytes */
/** @typedef {{ low: number, high: number, colormap: string }} Scale the range of a picture's colours, the colormap */

/** @typedef {{ stage: string, channel: number, row: number, column: number }} Place a cell; a vector has row and column 0 */

/**
 * How a cell is computed from the stages before it, in steps. For a stage whose node is a ReLU of a convolution, the
 * convolution is the first step and the ReLU the second.
 * @typedef {object} Cell
 * @property {Place} place
 * @property {string} node of the graph
 * @property {Value} value as computed by the engine
 * @property {Step[]} steps
 * @property {string} expression one line of Python that gives `value`
 * @property {string[]} setup the lines before it, which define its names; they run after `import numpy as np`
 */

/**
 * The contribution of one node to a cell. Terms, rest and bias add up to the value, to the printed digits.
 * @typedef {object} Step
 * @property {string} op
 * @property {string} node
 * @property {Value} value after this step
 * @property {Value} [before] the input of a pointwise step
 * @property {Value} [bias]
 * @property {Term[]} [terms] conv2d, conv_transpose2d: one for each input channel; linear, add, sub, concat, flatten: one for each
 *   input; strided_slice, pad2d, depth_to_space, space_to_depth, resize2d: the cell that is copied, or those interpolated;
 *   reduce_mean, reduce_sum: one for each number; reduce_max, reduce_min, elementwise_max, elementwise_min: the one that is kept;
 *   at most the 128 largest
 * @property {Term[]} [operands] mul, div: the two numbers
 * @property {number} [factor] elementwise_affine: what the number before is multiplied by, before the bias is added
 * @property {{ count: number, value: Value }} [rest] the omitted terms, and their sum
 * @property {{ node: string, stage: string | null, channel: number }} [source] pooling and pointwise: the map it reads
 * @property {Window} [window] conv2d and pooling; conv_transpose2d: the cells that add to this one
 * @property {number[]} [winner] max_pool2d, global_max_pool2d: row and column of the maximum, in the window
 * @property {(Value | null)[]} [candidates] pooling: the values in the window, row by row, null outside of the map
 * @property {number} [count] mean pooling: the number of values that the mean is taken over
 * @property {number} [maximum] relu: its upper limit, if it has one
 * @property {number} [slope] leaky_relu
 * @property {Record<string, number | string | null>} [parameters] other functions: their attributes; of local_response_norm with
 *   the `mean_square` of the neighbours; normalisations: the `count` of numbers that they take the statistics of
 * @property {{ mean: Value, variance: Value, scale: Value, shift: Value, eps: number }} [norm] batch_norm2d, layer_norm,
 *   rms_norm, group_norm
 * @property {{ logits: Value[], exponentials: Value[], shares: Value[], largest: Value }} [softmax] all classes
 */

/**
 * @typedef {object} Term
 * @property {string} node that its input comes from
 * @property {string | null} stage the stage of that node, if the page shows it
 * @property {number} channel of the input
 * @property {number} [row] of the input's cell (all but conv2d)
 * @property {number} [column]
 * @property {Value} value its contribution to the sum
 * @property {Value} [input] linear, resize2d: the input
 * @property {Value} [weight] linear, resize2d: the weight of the input
 * @property {Value[]} [inputs] conv2d: the values in the window, row by row; padding is 0; pixels are normalised
 * @property {number[]} [weights] conv2d: those of the kernel
 * @property {Value[]} [products] conv2d
 */

/**
 * The cells that a window covers, including the padding around the map.
 * @typedef {object} Window
 * @property {number[]} rows of its cells in the input map; below 0, or the height and above, is padding
 * @property {number[]} columns
 * @property {number} height of the input map
 * @property {number} width
 */

/**
 * The receptive field of a cell and the cells that it contributes to, as masks of 0 and 1 over the maps of the stages.
 * @typedef {object} Field
 * @property {Place} place
 * @property {Record<string, Reach>} back the stages that it is computed from, including the image
 * @property {Record<string, Reach>} forward the stages that it contributes to
 * @property {{ left: number, top: number, right: number, bottom: number } | null} pad the receptive field in the image,
 *   in pad units; null if nothing is drawn
 */
/**
 * The cells of one stage in a field.
 * @typedef {object} Reach
 * @property {number[] | null} channels null for all
 * @property {Numbers} mask (H, W)
 * @property {boolean} direct whether no other shown stage is between
 */

/**
 * The attribution of a class: how much each place speaks for it.
 * @typedef {object} Evidence
 * @property {number} label the class
 * @property {"cam" | "gradient" | "occlusion"} method gradient: gradient × activation
 * @property {boolean} exact whether map and bias add up to the logit
 * @property {string} stage the stage of the map, or its node if no stage shows it; the image for occlusion, whose map
 *   gives for each pixel by how much the logit falls under the patches of paper that cover it
 * @property {Numbers} map as high and wide as that stage
 * @property {Picture} picture of the map, as large as the image, diverging colours for the background
 * @property {Picture} colours the table of these colours, 256 × 1
 * @property {Scale} scale the same for this class and the other one, so that they can be compared
 * @property {[height: number, width: number]} window on the image that a value of the stage is computed from, in pixels
 * @property {[height: number, width: number, down: number, across: number] | null} patch of paper, and how far it moves
 *   at a time, in pixels; null unless the method is occlusion
 * @property {Value} logit
 * @property {Value} bias logit − sum: the bias of the class if the map is exact
 * @property {Value} sum of the map
 * @property {Value} probability
 */

/**
 * Whether an image is like those that the network was trained on.
 * @typedef {object} Familiarity
 * @property {Value} score below 0 if it may be no digit
 */

/**
 * Why one class and not another: what the inputs of the last linear layer contribute to the difference of their logits.
 * @typedef {object} Contributions
 * @property {number} label the class
 * @property {number} other the other class
 * @property {string} source the stage of the inputs, or its node if no stage shows it
 * @property {boolean} averages whether the inputs are the averages of maps
 * @property {{ index: number, value: Value, weight: Value, product: Value }[]} terms the largest ones, in descending
 *   order of their size; weight: that of the class less that of the other
 * @property {{ count: number, value: Value }} rest the sum of all smaller terms
 * @property {Value} bias that of the class less that of the other
 * @property {Value} difference of the logits: the sum of terms, rest and bias
 */

/**
 * One step from the ink to the image, with the prediction for the result of this step.
 * @typedef {object} InkStep
 * @property {"ink" | "box" | "scale" | "mass" | "shift" | "normalise"} name ink: as drawn; box: its bounding box;
 *   scale: scaled to 20 × 20; mass: its centre of mass; shift: centred by mass; normalise: (x − mean) / std
 * @property {boolean} applied whether the step is applied to the network's image: without centring only ink and
 *   normalise
 * @property {Picture} picture grey; normalise: diverging around 0
 * @property {Record<string, number>} facts box: left, top, right, bottom in pad units, including the pen; scale:
 *   factor, relative to the drawing; mass: x, y in pixels (14 is the middle of 28); shift: dx, dy in whole pixels;
 *   normalise: mean, std, lowest, highest
 * @property {number} label
 * @property {number[]} probabilities
 */

/**
 * The kernels of a stage, with statistics of their maps for this drawing.
 * @typedef {object} Kernels
 * @property {string} node the layer
 * @property {"conv2d" | "linear"} op
 * @property {boolean} canMute whether a map is silent once its weights and its bias are 0
 * @property {number} inChannels of each kernel
 * @property {number[]} size [kH, kW]
 * @property {Scale} scale the same for all kernels, symmetric around 0
 * @property {Kernel[]} kernels one for each map
 */
/**
 * @typedef {object} Kernel
 * @property {number} channel
 * @property {Numbers} weight (inChannels, kH, kW)
 * @property {Picture} picture the channels side by side, one pixel for each weight and one between channels
 * @property {Value} bias
 * @property {number} share of its map's cells that are above 0
 * @property {Value} largest value in its map
 * @property {number} row of the largest value
 * @property {number} column
 */

/**
 * The pre-activations of a stage, which have both signs.
 * @typedef {object} BeforeRelu
 * @property {string} node that computes them
 * @property {Numbers} numbers of the stage's shape
 * @property {Picture} picture laid out like the stage's canvas
 * @property {Scale} scale symmetric around 0
 */

/**
 * Statistics of a stage for this drawing, which its description is written from.
 * @typedef {object} Summary
 * @property {string} stage
 * @property {string} op
 * @property {boolean} finite whether all its values are finite
 * @property {number} maps their number
 * @property {number} silent maps that are 0 everywhere
 * @property {number} share of all cells that are above 0
 * @property {{ channel: number, row: number, column: number, value: Value }} brightest
 * @property {"turn" | "end" | "line" | "edge" | "paper" | null} under the ink at the brightest cell: a corner, an end
 *   or the middle of a stroke, its edge, or none; null for a vector
 * @property {{ channel: number, value: Value }[]} order vectors: the three largest values, in descending order
 */

/**
 * The colormaps of values ≥ 0; values of both signs are always blue and orange, the image is grey. On paper, 0 is white.
 */
export const COLORMAPS = /** @type {const} */ (["ember", "sea", "moon", "paper"]);

/** Whose range the colours of a map span: its own, its stage's or the network's. A vector has at least its stage's. */
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
 * @property {{ args: { label: number, other: number, method: "cam" | "gradient" | "occlusion", background: "dark" | "light" }, answer: Evidence }} evidence
 *   cam: exact if the head is global average pooling and a linear layer, otherwise answered by gradient
 * @property {{ args: { label: number, other: number }, answer: Contributions | null }} contributions null if the logits
 *   are not the output of a linear layer
 * @property {{ args: {}, answer: Familiarity | null }} familiarity null for a model that cannot tell
 * @property {{ args: {}, answer: { steps: InkStep[] } }} inkSteps
 * @property {{ args: { stage: string }, answer: Kernels | null }} kernels null for a stage without kernels
 * @property {{ args: { stage: string }, answer: BeforeRelu | null }} beforeRelu null for a stage without an activation
 * @property {{ args: {}, answer: { stages: Summary[] } }} summaries
 * @property {{ args: { scope: Scope, colormap: Colormap }, answer: { colormaps: Record<string, number[]> } }} colours
 *   sets the colours of the stages from the next reading on (even of the same ink), whose `ranges` hold the ranges of
 *   the stages and maps; the tables replace those of the model, under the same names
 */

/**
 * @template {keyof Questions} [Name=keyof Questions]
 * @typedef {object} Answer
 * @property {Questions[Name]["answer"]} result
 * @property {Float32Array} numbers
 * @property {Uint8ClampedArray<ArrayBuffer>} pictures
 * @property {number} serial of its reading
 */

export const QUESTIONS = /** @type {const} */ ([
  "cell",
  "field",
  "evidence",
  "contributions",
  "familiarity",
  "inkSteps",
  "kernels",
  "beforeRelu",
  "summaries",
  "colours",
]);

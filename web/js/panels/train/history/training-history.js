/** The history of a model's training: its weights at some steps, and what they achieved. */

/** @import { WeightLayout } from "../../../protocol/messages.js" */
/** @import { Entry } from "../../../models/model-loader.js" */
/** @import { PanelContext } from "../../panel-context.js" */

/**
 * What the weights after some steps of training achieved; step 0 is before the first.
 * @typedef {{ step: number, epoch: number, loss: number, accuracy: Record<string, number> }} TrainingStep
 */

export class TrainingHistory {
  /**
   * Fetch the history of a model of the site, which is the current one.
   * @param {PanelContext} context
   * @param {Entry} entry
   * @returns {Promise<TrainingHistory>}
   * @throws {Error} if it cannot be fetched, or if it is that of another model
   */
  static async load({ models, python, weights }, { name, history }) {
    const bytes = await models.sourceOf({ name, url: history?.url ?? "" }).fetch();
    const [{ result, numbers }, { layout, original }] = await Promise.all([
      python.runTask("history", {}, bytes),
      weights.load(),
    ]);
    const start = result.weights.offset;
    const vectors = result.steps.map((/** @type {TrainingStep} */ _, /** @type {number} */ number) =>
      numbers.slice(start + number * original.length, start + (number + 1) * original.length),
    );
    return new TrainingHistory(result.steps, result.sets, [...vectors.slice(0, -1), original], layout);
  }

  /**
   * @param {TrainingStep[]} steps in order, the finished network last
   * @param {Record<string, number>} sets how many digits each set has; the loss is that on the first
   * @param {Float32Array[]} vectors the weights at each step; the last are those of the model's file, to the bit
   * @param {WeightLayout} layout where each array lies in a vector
   */
  constructor(steps, sets, vectors, layout) {
    this.steps = steps;
    this.sets = sets;
    this.vectors = vectors;
    this.layout = layout;
  }

  /** The number of the finished network. */
  get last() {
    return this.steps.length - 1;
  }

  /**
   * The kernels of the first convolution that sees a single channel, at a step.
   * @param {number} number of the step
   * @returns {{ size: [height: number, width: number], kernels: Float32Array[] } | null} null if there is none
   */
  firstKernels(number) {
    const place = this.layout.find(({ shape }) => shape.length === 4 && shape[1] === 1);
    if (!place) {
      return null;
    }
    const [count, , height, width] = place.shape;
    const kernels = Array.from({ length: count }, (_, kernel) => {
      const start = place.offset + kernel * height * width;
      return this.vectors[number].subarray(start, start + height * width);
    });
    return { size: [height, width], kernels };
  }
}

/** Where arrays, layers and channels lie in the vector of all weights. Pure functions. */

/** @import { WeightLayout } from "../../../protocol/messages.js" */

/** @typedef {WeightLayout[0]} WeightArray */
/** @typedef {{ node: string, channel: number }} Channel an output channel of a layer */
/** @typedef {{ from: number, to: number }} Range of the vector; `to` is excluded */

/** @param {WeightArray} array */
export const sizeOf = ({ shape }) => shape.reduce((product, length) => product * length, 1);

/**
 * @param {WeightLayout} layout
 * @param {string} name
 * @returns {Range | null} null if there is no array of that name
 */
export function rangeOfArray(layout, name) {
  const array = layout.find((each) => each.name === name);
  return array ? { from: array.offset, to: array.offset + sizeOf(array) } : null;
}

/**
 * Where the weights of a layer lie, without its bias.
 * @param {WeightLayout} layout
 * @param {string} node
 * @returns {Range}
 */
export const rangeOfLayer = (layout, node) => rangeOfArray(layout, `${node}.weight`) ?? { from: 0, to: 0 };

/**
 * Where the weights of an output channel lie, and its bias if the layer has one.
 * @param {WeightLayout} layout
 * @param {Channel} channel
 * @returns {Range[]}
 */
export function rangesOfChannel(layout, { node, channel }) {
  return [`${node}.weight`, `${node}.bias`].flatMap((name) => {
    const array = layout.find((each) => each.name === name);
    if (!array) {
      return [];
    }
    const size = sizeOf(array) / array.shape[0];
    const from = array.offset + channel * size;
    return [{ from, to: from + size }];
  });
}

/**
 * The array that a weight is in.
 * @param {WeightLayout} layout
 * @param {number} index of the vector
 * @returns {WeightArray}
 */
export function arrayAt(layout, index) {
  return /** @type {WeightArray} */ (layout.findLast(({ offset }) => offset <= index));
}

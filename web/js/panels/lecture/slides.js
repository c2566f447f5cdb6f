/** The slides of a lecture: the drawing, every stage of the network, the prediction. */

/** @import { Model, Stage } from "../../protocol/messages.js" */

/** @typedef {{ name: "drawing" | "stage" | "answer", stage: Stage | null }} Slide */

const MOVES = /** @type {Record<string, number>} */ ({ ArrowLeft: -1, PageUp: -1, ArrowRight: 1, PageDown: 1 });

/**
 * @param {Pick<Model, "stages">} model
 * @returns {Slide[]}
 */
export const slidesOf = ({ stages }) => [
  { name: "drawing", stage: null },
  ...stages.map((stage) => ({ name: /** @type {const} */ ("stage"), stage })),
  { name: "answer", stage: null },
];

/**
 * The slide that a key leads to; a presenter's remote control sends the page keys.
 * @param {string} key
 * @param {number} index of the current slide
 * @param {number} count of slides
 * @returns {number | null} null if the key leads nowhere
 */
export function slideAfter(key, index, count) {
  if (key === "Home" || key === "End") {
    return key === "Home" ? 0 : count - 1;
  }
  return MOVES[key] ? Math.max(0, Math.min(count - 1, index + MOVES[key])) : null;
}

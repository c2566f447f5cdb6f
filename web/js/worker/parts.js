/** The parts of a large model that its readings contain: those that the page needs. */

/** @import { Need, Part, Stage } from "../protocol/messages.js" */

/** @typedef {[offset: number, width: number, height: number]} Place of a stage's canvas in the pixels, from Python */

/**
 * Where each stage lies in the pixels and, one after the other, in the values; those of the last stage are always there.
 * @param {Stage[]} stages
 * @param {Need[]} needs
 * @param {Place[]} places
 * @returns {Part[]}
 */
export function partsOf(stages, needs, places) {
  let start = 0;
  return stages.map(({ values: { length } }, number) => {
    const { scale, values } = needs[number];
    const [offset, width, height] = places[number];
    const isThere = values || number === stages.length - 1;
    const part = { scale, width, height, pixels: scale ? offset : -1, values: isThere ? start : -1 };
    start += isThere ? length : 0;
    return part;
  });
}

/**
 * The same with the values of all stages.
 * @param {Stage[]} stages
 * @param {Part[]} parts
 * @returns {Part[]}
 */
export function withAllValues(stages, parts) {
  return parts.map((part, number) => ({ ...part, values: stages[number].values.offset }));
}

/**
 * A copy of the values that are there.
 * @param {Stage[]} stages
 * @param {Part[]} parts
 * @param {Float32Array} values of all stages
 */
export function copyValues(stages, parts, values) {
  const there = stages.filter((_, number) => parts[number].values >= 0).map((stage) => stage.values);
  const copy = new Float32Array(there.reduce((sum, { length }) => sum + length, 0));
  let start = 0;
  for (const { offset, length } of there) {
    copy.set(values.subarray(offset, offset + length), start);
    start += length;
  }
  return copy;
}

/**
 * Encodes a drawing in a few hundred characters: points on the pad's grid of 280 × 280 and times in ticks, each as the
 * difference from the previous one.
 */

import { FARTHEST_POINT, MOST_LINKED_POINTS, MOST_LINKED_STROKES } from "../protocol/limits.js";
import { BitReader, BitWriter } from "./bit-stream.js";

/** @import { State } from "../protocol/page-state.js" */

/** @typedef {State["strokes"]} Strokes */

const TICK = 16; // milliseconds, one frame, so that a drawing is replayed as it was drawn
const MAX_PAUSE = 2 ** 19 - 1; // ticks, more than two hours; the largest that fits an escaped number (bit-stream.js)

/**
 * @param {Strokes} strokes
 * @returns {string}
 * @throws {RangeError} for a drawing that decodeInk would refuse
 */
export function encodeInk(strokes) {
  const rounded = strokes.map(roundToGrid);
  const points = rounded.flat();
  if (rounded.length > MOST_LINKED_STROKES || points.length > MOST_LINKED_POINTS) {
    throw new RangeError(`${rounded.length} strokes of ${points.length} points`);
  }
  const bits = new BitWriter();
  bits.writeRow([rounded.length]);
  bits.writeRow(rounded.map((stroke) => stroke.length));
  bits.writeRow(differences(points.map(([x]) => x)).map(toNatural));
  bits.writeRow(differences(points.map(([, y]) => y)).map(toNatural));
  bits.writeRow(differences(points.map(([, , tick]) => tick)).map((ticks) => toNatural(clamp(ticks, MAX_PAUSE))));
  return bits.toString();
}

/**
 * @param {string} text
 * @returns {Strokes}
 * @throws {RangeError} for a text that encodeInk has not written
 */
export function decodeInk(text) {
  const bits = new BitReader(text);
  const [count] = bits.readRow(1);
  if (count > MOST_LINKED_STROKES) {
    throw new RangeError(`${count} strokes`);
  }
  const lengths = bits.readRow(count);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  if (total > MOST_LINKED_POINTS || lengths.includes(0)) {
    throw new RangeError(`${total} points`);
  }
  const [xs, ys, ticks] = [0, 1, 2].map(() => cumulativeSums(bits.readRow(total).map(toInteger)));
  if ([...xs, ...ys].some((coordinate) => Math.abs(coordinate) > FARTHEST_POINT)) {
    throw new RangeError("a point too far off the pad");
  }
  let next = 0;
  return lengths.map((length) =>
    Array.from({ length }, () => {
      const at = next++;
      return [xs[at], ys[at], ticks[at] * TICK];
    }),
  );
}

/**
 * Encode an image's grey levels, each as the difference from the previous one.
 * @param {number[]} levels 0 … 255
 */
export function encodeImage(levels) {
  const bits = new BitWriter();
  bits.writeRow([levels.length]);
  bits.writeRow(differences(levels).map(toNatural));
  return bits.toString();
}

/**
 * @param {string} text
 * @returns {number[]} 0 … 255
 * @throws {RangeError} for a text that encodeImage has not written
 */
export function decodeImage(text) {
  const bits = new BitReader(text);
  const [length] = bits.readRow(1);
  if (length > MOST_LINKED_POINTS) {
    throw new RangeError(`${length} numbers`);
  }
  const levels = cumulativeSums(bits.readRow(length).map(toInteger));
  if (levels.some((level) => level < 0 || level > 255)) {
    throw new RangeError("expected grey levels 0 … 255");
  }
  return levels;
}

/**
 * Round to whole pad units and ticks, and drop points at the position of the previous one.
 * @param {Strokes[number]} stroke
 */
function roundToGrid(stroke) {
  const whole = stroke.map(([x, y, time]) => [
    ...[x, y].map((coordinate) => Math.round(clamp(coordinate, FARTHEST_POINT))),
    Math.max(Math.round(time / TICK), 0),
  ]);
  return whole.filter(([x, y], at) => at === 0 || x !== whole[at - 1][0] || y !== whole[at - 1][1]);
}

/**
 * @param {number} value
 * @param {number} limit of the absolute value
 */
const clamp = (value, limit) => Math.min(Math.max(value, -limit), limit);

/** @param {number[]} values */
const differences = (values) => values.map((value, at) => value - (at === 0 ? 0 : values[at - 1]));

/** @param {number[]} values */
function cumulativeSums(values) {
  let sum = 0;
  return values.map((value) => {
    sum += value;
    return sum;
  });
}

/**
 * Zigzag coding: 0, −1, 1, −2, … → 0, 1, 2, 3, …
 * @param {number} integer
 */
const toNatural = (integer) => (integer < 0 ? -2 * integer - 1 : 2 * integer);

/** @param {number} natural */
const toInteger = (natural) => (natural % 2 === 1 ? -(natural + 1) / 2 : natural / 2);

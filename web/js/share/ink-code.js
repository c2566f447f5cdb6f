/**
 * A drawing as a few hundred characters: points on the pad's grid of 280 × 280 and times in ticks, each as its difference
 * from the one before.
 */

import { BitReader, BitWriter } from "./bit-stream.js";

/** @import { State } from "../protocol/page-state.js" */

/** @typedef {State["strokes"]} Strokes */

const TICK = 16; // milliseconds: a frame, so that a recording replays as it was drawn
const MOST_STROKES = 400;
const MOST_POINTS = 40_000;
const LONGEST_PAUSE = 2 ** 19 - 1; // ticks, more than two hours; its code just fits into a plain number (bit-stream.js)
const FARTHEST = 2_000; // pad units; the pen may leave the pad

/**
 * @param {Strokes} strokes
 * @returns {string}
 * @throws {RangeError} for more than decodeInk takes
 */
export function encodeInk(strokes) {
  const coarse = strokes.map(onGrid);
  const points = coarse.flat();
  if (coarse.length > MOST_STROKES || points.length > MOST_POINTS) {
    throw new RangeError(`${coarse.length} strokes of ${points.length} points`);
  }
  const bits = new BitWriter();
  bits.writeRow([coarse.length]);
  bits.writeRow(coarse.map((stroke) => stroke.length));
  bits.writeRow(differences(points.map(([x]) => x)).map(toNatural));
  bits.writeRow(differences(points.map(([, y]) => y)).map(toNatural));
  bits.writeRow(differences(points.map(([, , tick]) => tick)).map((ticks) => toNatural(clamp(ticks, LONGEST_PAUSE))));
  return bits.toString();
}

/**
 * @param {string} text
 * @returns {Strokes}
 * @throws {RangeError} for a text that encodeInk has not made
 */
export function decodeInk(text) {
  const bits = new BitReader(text);
  const [count] = bits.readRow(1);
  if (count > MOST_STROKES) {
    throw new RangeError(`${count} strokes`);
  }
  const lengths = bits.readRow(count);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  if (total > MOST_POINTS || lengths.includes(0)) {
    throw new RangeError(`${total} points`);
  }
  const [xs, ys, ticks] = [0, 1, 2].map(() => sums(bits.readRow(total).map(toWhole)));
  if ([...xs, ...ys].some((place) => Math.abs(place) > FARTHEST)) {
    throw new RangeError("a point far off the pad");
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
 * An image's numbers, each as its difference from the one before.
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
 * @throws {RangeError} for a text that encodeImage has not made of such numbers
 */
export function decodeImage(text) {
  const bits = new BitReader(text);
  const [length] = bits.readRow(1);
  if (length > MOST_POINTS) {
    throw new RangeError(`${length} numbers`);
  }
  const levels = sums(bits.readRow(length).map(toWhole));
  if (levels.some((level) => level < 0 || level > 255)) {
    throw new RangeError("a number that is no level of grey");
  }
  return levels;
}

/**
 * Whole pad units and ticks; a point where the pen already is says nothing.
 * @param {Strokes[number]} stroke
 */
function onGrid(stroke) {
  const whole = stroke.map(([x, y, time]) => [
    ...[x, y].map((place) => Math.round(clamp(place, FARTHEST))),
    Math.max(Math.round(time / TICK), 0),
  ]);
  return whole.filter(([x, y], at) => at === 0 || x !== whole[at - 1][0] || y !== whole[at - 1][1]);
}

/**
 * @param {number} value
 * @param {number} most in either direction
 */
const clamp = (value, most) => Math.min(Math.max(value, -most), most);

/** @param {number[]} values */
const differences = (values) => values.map((value, at) => value - (at === 0 ? 0 : values[at - 1]));

/** @param {number[]} values */
function sums(values) {
  let sum = 0;
  return values.map((value) => {
    sum += value;
    return sum;
  });
}

/**
 * 0, −1, 1, −2, … → 0, 1, 2, 3, …
 * @param {number} whole
 */
const toNatural = (whole) => (whole < 0 ? -2 * whole - 1 : 2 * whole);

/** @param {number} natural */
const toWhole = (natural) => (natural % 2 === 1 ? -(natural + 1) / 2 : natural / 2);

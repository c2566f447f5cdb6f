/**
 * Numbers as they are printed. What adds up to the last bit must still add up once it is rounded, so numbers that
 * belong together are rounded together: each up or down by less than one unit of the last digit.
 */

import { texts } from "./language.js";

/** @typedef {{ power: number, decimals: number }} Scale numbers are printed as multiples of 10^power */

const ORDINARY = { from: -3, to: 6 }; // powers of ten that are printed as they are

/**
 * How to print numbers that belong together: three or four digits of the largest.
 * @param {number[]} numbers
 * @returns {Scale}
 */
export function scaleFor(numbers) {
  const largest = numbers.reduce((most, number) => Math.max(most, Math.abs(number)), 0);
  const size = largest > 0 ? Math.floor(Math.log10(largest)) : 0;
  const isOrdinary = size >= ORDINARY.from && size < ORDINARY.to;
  const left = isOrdinary ? size : 0;
  return { power: isOrdinary ? 0 : size, decimals: Math.max(0, left >= 1 ? 3 - left : 2 - left) };
}

/**
 * A number in units of its last printed digit.
 * @param {number} value
 * @param {Scale} scale
 */
export function round(value, { power, decimals }) {
  return Math.round((value / 10 ** power) * 10 ** decimals) + 0; // + 0 makes 0 of −0
}

/**
 * Round parts so that they add up to a total that is rounded already (the method of largest remainders). What is
 * exactly 0 stays 0.
 * @param {number[]} parts
 * @param {number} total in units of the last digit
 * @param {Scale} scale
 * @returns {number[]} in units of the last digit
 */
export function roundTogether(parts, total, scale) {
  const exact = parts.map((part) => (part / 10 ** scale.power) * 10 ** scale.decimals);
  const rounded = parts.map((part) => round(part, scale));
  const missing = total - rounded.reduce((sum, part) => sum + part, 0);
  const step = Math.sign(missing);
  const order = exact
    .map((_, index) => index)
    .filter((index) => exact[index] !== 0)
    .sort((a, b) => step * (exact[b] - rounded[b] - (exact[a] - rounded[a])));
  for (let count = 0; count < Math.abs(missing) && order.length > 0; count += 1) {
    rounded[order[count % order.length]] += step;
  }
  return rounded;
}

/**
 * @param {number} units of the last digit
 * @param {Scale} scale
 */
export function print(units, { power, decimals }) {
  const exponent = power === 0 ? "" : `e${power}`;
  return `${texts.numbers.fixed(units / 10 ** decimals, decimals)}${exponent}`.replaceAll("-", "−");
}

/**
 * With its sign, as something that is added.
 * @param {number} units
 * @param {Scale} scale
 */
export function printSigned(units, scale) {
  return units < 0 ? print(units, scale) : `+${print(units, scale)}`;
}

/**
 * One number by itself.
 * @param {number} value
 * @param {Scale} scale
 */
export function printOne(value, scale) {
  return print(round(value, scale), scale);
}

/**
 * Rounds and prints numbers. The terms of a sum must also add up as displayed, so they are rounded together: each up or
 * down by less than one unit of the last digit.
 */

import { texts } from "./language.js";

/** @typedef {{ power: number, decimals: number }} Scale numbers are printed as multiples of 10^power */

const FIXED_POINT = { from: -3, to: 6 }; // exponents of the largest number that are printed without an exponent

/**
 * The scale for numbers that are printed together: three or four digits of the largest.
 * @param {number[]} numbers
 * @returns {Scale}
 */
export function scaleFor(numbers) {
  const largest = numbers.reduce((most, number) => Math.max(most, Math.abs(number)), 0);
  const exponent = largest > 0 ? Math.floor(Math.log10(largest)) : 0;
  const isFixed = exponent >= FIXED_POINT.from && exponent < FIXED_POINT.to;
  const printed = isFixed ? exponent : 0;
  return { power: isFixed ? 0 : exponent, decimals: Math.max(0, printed >= 1 ? 3 - printed : 2 - printed) };
}

/**
 * Round a number to units of the last printed digit.
 * @param {number} value
 * @param {Scale} scale
 */
export function round(value, { power, decimals }) {
  return Math.round((value / 10 ** power) * 10 ** decimals) + 0; // + 0 makes 0 of −0
}

/**
 * Round parts so that they add up to a total that is already rounded (largest remainder method). Exact zeros stay 0.
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
 * Print a number with its sign, as a term of a sum.
 * @param {number} units
 * @param {Scale} scale
 */
export function printSigned(units, scale) {
  return units < 0 ? print(units, scale) : `+${print(units, scale)}`;
}

/**
 * Round and print a single number.
 * @param {number} value
 * @param {Scale} scale
 */
export function printOne(value, scale) {
  return print(round(value, scale), scale);
}

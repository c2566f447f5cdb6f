/** Numbers as a language writes them: 0.5 or 0,5; 1,120 or 1.120. */

/**
 * @typedef {object} Numbers
 * @property {(value: number, digits: number) => string} fixed with that many digits after the point
 * @property {(value: number) => string} short three digits or so, for a legend or a sentence
 * @property {(value: number) => string} count a whole number, in groups of three
 * @property {(share: number) => string} percent of a share from 0 to 1
 * @property {(bytes: number) => string} megabytes without the unit
 */

const MINUS = "−"; // as wide as a plus; the hyphen is not

/**
 * @param {string} language as in `<html lang>`
 * @param {string} [gap] what stands before the percent sign
 * @returns {Numbers}
 */
export function numbersOf(language, gap = "") {
  const whole = new Intl.NumberFormat(language);
  /** @type {Intl.NumberFormat[]} one for each number of digits, made when it is first used */
  const formats = [];
  const fixed = (/** @type {number} */ value, /** @type {number} */ digits) => {
    formats[digits] ??= new Intl.NumberFormat(language, {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
      useGrouping: false,
    });
    return formats[digits].format(value).replace("-", MINUS);
  };
  return {
    fixed,
    short: (value) => {
      const size = Math.abs(value);
      return value === 0 ? "0" : fixed(value, size >= 100 ? 0 : size >= 10 ? 1 : 2);
    },
    count: (value) => whole.format(value),
    percent: (share) => `${fixed(share * 100, share > 0.9995 || share < 0.0005 ? 0 : 1)}${gap}%`,
    megabytes: (bytes) => fixed(bytes / 1e6, 1),
  };
}

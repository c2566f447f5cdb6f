/** Formats numbers in a language: 0.5 or 0,5; 1,120 or 1.120. */

/**
 * @typedef {object} Marks
 * @property {string} decimal the decimal separator
 * @property {string} group the separator between groups of three digits
 * @property {string} gap the space before the percent sign
 * @property {string} over the prefix for "more than"
 */

/**
 * @typedef {object} Numbers
 * @property {(value: number, digits: number) => string} fixed with a number of decimal digits
 * @property {(value: number) => string} short about three digits, for a legend or a sentence
 * @property {(value: number) => string} count an integer, in groups of three digits
 * @property {(share: number) => string} percent a share in 0 … 1 as a percentage
 * @property {(probability: number) => string} probability in a table or beside a bar: at most 99.9 %, since softmax is below 1
 * @property {(probability: number) => string} sure a probability as a percentage; never 100 %, since softmax is below 1
 * @property {(bytes: number) => string} megabytes without the unit
 */

const MINUS = "−"; // as wide as a plus; the hyphen is not
const GROUP_BOUNDARY = /\B(?=(?:\d{3})+$)/g;

/**
 * Formatters without `Intl`: browsers load its tables when it is first used, which would delay Python's start.
 * @param {Marks} marks
 * @returns {Numbers}
 */
export function numbersOf({ decimal, group, gap, over }) {
  const fixed = (/** @type {number} */ value, /** @type {number} */ digits) =>
    value.toFixed(digits).replace("-", MINUS).replace("Infinity", "∞").replace(".", decimal);
  const percent = (/** @type {number} */ share) =>
    `${fixed(share * 100, share > 0.9995 || share < 0.0005 ? 0 : 1)}${gap}%`;
  return {
    fixed,
    short: (value) => {
      const size = Math.abs(value);
      return value === 0 ? "0" : fixed(value, size >= 100 ? 0 : size >= 10 ? 1 : 2);
    },
    count: (value) => fixed(value, 0).replace(GROUP_BOUNDARY, group),
    percent,
    probability: (probability) => percent(Math.min(probability, 0.999)),
    sure: (probability) => (probability >= 0.9995 ? over + percent(0.999) : percent(probability)),
    megabytes: (bytes) => fixed(bytes / 1e6, 1),
  };
}

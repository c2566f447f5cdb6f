/** Numbers as a language writes them: 0.5 or 0,5; 1,120 or 1.120. */

/**
 * @typedef {object} Marks
 * @property {string} decimal what stands before the digits after the point
 * @property {string} group what stands between groups of three digits
 * @property {string} gap what stands before the percent sign
 * @property {string} over what says that something is more than the number behind it
 */

/**
 * @typedef {object} Numbers
 * @property {(value: number, digits: number) => string} fixed with that many digits after the point
 * @property {(value: number) => string} short three digits or so, for a legend or a sentence
 * @property {(value: number) => string} count a whole number, in groups of three
 * @property {(share: number) => string} percent of a share from 0 to 1
 * @property {(probability: number) => string} sure how sure a network is: never 100 %, for softmax never gives 1
 * @property {(bytes: number) => string} megabytes without the unit
 */

const MINUS = "−"; // as wide as a plus; the hyphen is not
const BEFORE_A_GROUP = /\B(?=(?:\d{3})+$)/g;

/**
 * Not by `Intl`: a browser reads its tables when they are first used, and Python, which starts then, would wait for it.
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
    count: (value) => fixed(value, 0).replace(BEFORE_A_GROUP, group),
    percent,
    sure: (probability) => (probability >= 0.9995 ? over + percent(0.999) : percent(probability)),
    megabytes: (bytes) => fixed(bytes / 1e6, 1),
  };
}

/** Which classes still need digits. */

/** @import { Texts } from "../../../i18n/language.js" */
/** @import { OwnDigit } from "./digit-tray.js" */

const GOALS = [5, 10]; // digits of each class
const MOST_CLASSES = 30; // of more, nobody draws all

/**
 * @param {OwnDigit[]} digits
 * @param {string[]} classes of the model
 * @param {Texts["train"]["tray"]["wanted"]} words
 */
export function wantedOf(digits, classes, words) {
  if (digits.length === 0) {
    return words.none;
  }
  if (classes.length > MOST_CLASSES) {
    return "";
  }
  const counts = classes.map((name) => digits.filter(({ label }) => label === name).length);
  const goal = GOALS.find((number) => counts.some((count) => count < number));
  if (goal === undefined) {
    return words.enough(Math.min(...counts));
  }
  const missing = classes.map((name, index) => ({ name, number: goal - counts[index] }));
  const list = missing.filter(({ number }) => number > 0).map(({ name, number }) => words.one(name, number));
  return words.some(goal, list.join(", "));
}

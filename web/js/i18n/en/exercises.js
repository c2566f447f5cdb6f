/** Exercises and the console of the panel "Code", loaded with it. */

import { numbers } from "./numbers.js";

const { count } = numbers;

export const exercises = {
  choose: "Exercise",
  none: "None: change the network",
  own: (/** @type {string} */ title) => `${title} (yours)`,
  levels: "Level",
  hint: (/** @type {number} */ number, /** @type {number} */ of) => `Show a hint (${count(number)} of ${count(of)})`,
  solution: "A solution",
  checks: "Checks",
  unchecked: "Run your code, and it is checked.",
  passed: (/** @type {number} */ passed, /** @type {number} */ of) =>
    passed === of ? `All ${count(of)} checks pass.` : `${count(passed)} of ${count(of)} checks pass.`,
  right: "✓",
  wrong: "✗",
  unknown: (/** @type {string} */ name) => `There is no exercise called ${name}.`,
  unreadable: (/** @type {string} */ name, /** @type {string} */ reason) => `${name} is no exercise: ${reason}`,
  copyLink: "Copy link to this exercise",
  copied: "The link is copied. It holds the exercise, and your text only if you have changed it.",
  tooLong: (/** @type {number} */ length, /** @type {number} */ most) =>
    `The exercise is too long for a link (${count(length)} characters, at most ${count(most)}); hand out the file.`,
};

export const pythonConsole = {
  title: "Console",
  hint: "Try something: model, image and result are those of the newest reading, np is NumPy, and your functions are there too.",
  label: "A line of Python",
  entries: "What you have typed, and what came of it",
  array: (/** @type {string} */ shape, /** @type {string} */ dtype, /** @type {string} */ range) =>
    `Array of shape ${shape}, ${dtype}${range && `, ${range}`}`,
  range: (/** @type {string} */ low, /** @type {string} */ high) => `from ${low} to ${high}`,
  picture: "The array as a picture",
};

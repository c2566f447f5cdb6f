/** The tour’s card; story.js has what it says. */

import { numbers } from "./numbers.js";

const { sure } = numbers;

export const tour = {
  start: "Start tour",
  resume: "Resume tour",
  next: "Next",
  back: "Back",
  finish: "Finish",
  leave: "Leave tour",
  draw: "Draw a 7 for me",
  show: "Show me one",
  count: (/** @type {number} */ number, /** @type {number} */ steps) => `Step ${number} of ${steps}`,
  read: (/** @type {string} */ label, /** @type {number} */ share) =>
    `The network reads ${label}, ${sure(share)} sure.`,
  cell: (/** @type {string} */ title) => `You are at: ${title}.`,
};

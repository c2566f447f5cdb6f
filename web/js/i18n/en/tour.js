/** The tour. */

import { numbers } from "./numbers.js";

const { sure } = numbers;

export const tour = {
  start: "Take the tour",
  resume: "Go on with the tour",
  next: "Next",
  back: "Back",
  finish: "Finish",
  leave: "Leave the tour",
  draw: "Draw one for me",
  count: (/** @type {number} */ number, /** @type {number} */ steps) => `Step ${number} of ${steps}`,
  read: (/** @type {string} */ label, /** @type {number} */ share) =>
    `The network reads ${label}, ${sure(share)} sure.`,
  steps: {
    pad: {
      title: "Draw a 7",
      text: "Draw on the black pad with mouse, finger or pen, or with arrow keys and Space. The network reads it while you draw; nothing leaves this computer.",
    },
    image: {
      title: "What the network gets",
      text: "The ink becomes an image of few pixels, each a number from 0 to 1, brought to the size and the middle that the network has learned from.",
    },
    maps: {
      title: "Small patterns",
      text: "Each of these feature maps looks everywhere for one small pattern, such as an edge in one direction. It is bright where it finds it.",
    },
    cell: {
      title: "Ask any cell why",
      text: "Point at a cell, or go to a stage with Tab and use the arrow keys: what it is computed from lights up in the maps before, and its arithmetic stands below the diagram. Choose a stage to see its maps large.",
    },
    pool: {
      title: "Smaller maps",
      text: "Pooling makes one number of every small window. The maps shrink, and it matters less where exactly a pattern lies.",
    },
    numbers: {
      title: "From maps to numbers",
      text: "From here on there are no places any more: each number says how much of something there is in the whole drawing.",
    },
    logits: {
      title: "Evidence for each class",
      text: "Weighing these numbers gives each digit its logit: the more speaks for it, the larger it is.",
    },
    answer: {
      title: "The answer",
      text: "Softmax turns the logits into shares of 100 %. Draw something between two digits, and watch them argue.",
    },
  },
};

/** The tour. */

import { numbers } from "./numbers.js";

const { sure } = numbers;

export const tour = {
  start: "Start tour",
  resume: "Resume tour",
  next: "Next",
  back: "Back",
  finish: "Finish",
  leave: "Leave tour",
  draw: "Draw it",
  count: (/** @type {number} */ number, /** @type {number} */ steps) => `Step ${number} of ${steps}`,
  read: (/** @type {string} */ label, /** @type {number} */ share) =>
    `The network reads ${label}, ${sure(share)} sure.`,
  steps: {
    pad: {
      title: "Draw a 7",
      text: "Draw on the black pad with mouse, finger or pen, or with the arrow keys and Space. The network reads the digit while you draw. Nothing leaves this device.",
    },
    image: {
      title: "The network’s input",
      text: "The ink becomes a small image. Each pixel is a number from 0 to 1. Size and position match the images that the network has learned from.",
    },
    maps: {
      title: "Feature maps",
      text: "Each of these maps searches the whole image for one small pattern, such as an edge in one direction. It is bright where the pattern occurs.",
    },
    cell: {
      title: "Look into any cell",
      text: "Point at a cell, or go to a stage with Tab and use the arrow keys. The cells that it is computed from are outlined in the earlier stages, and its arithmetic appears below the diagram. Choose a stage to see its maps enlarged.",
    },
    pool: {
      title: "Smaller maps",
      text: "Pooling turns each small window into one number. The maps get smaller, and the exact position of a pattern matters less.",
    },
    numbers: {
      title: "From maps to numbers",
      text: "From here on there are no positions: each number describes the drawing as a whole.",
    },
    logits: {
      title: "Evidence for each class",
      text: "A weighted sum of these numbers gives each class its logit. The more evidence supports a class, the larger its logit.",
    },
    answer: {
      title: "The prediction",
      text: "Softmax turns the logits into probabilities that add up to 100 %. It must choose one of the classes, even for a scribble. Draw something between two digits and watch the probabilities change.",
    },
  },
};

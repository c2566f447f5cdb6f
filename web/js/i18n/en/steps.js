/** The steps from ink, or from a picture, to the image. */

import { numbers } from "./numbers.js";

const { fixed } = numbers;

/** @typedef {Record<string, number>} Facts */
/** @typedef {{ label: string, share: string }} Read */

export const steps = {
  waiting: "The steps appear here as soon as Python has read the drawing.",
  nothing: "Draw a digit to see how its ink becomes the network’s input.",
  failed: (/** @type {string} */ reason) => `The steps could not be computed: ${reason}`,
  notApplied: "(Not applied: “as drawn” is selected.)",
  notFinite: "not finite",
  broken: "The network’s output is not finite (infinite or NaN) for either placement, so there is no prediction.",
  agree: (/** @type {Read} */ drawn, /** @type {Read} */ centred) =>
    `The network reads ${centred.label} either way: ${drawn.share} sure as drawn, ${centred.share} sure centred.`,
  differ: (/** @type {Read} */ drawn, /** @type {Read} */ centred, /** @type {string} */ step) =>
    `As drawn, the network reads ${drawn.label} (${drawn.share} sure); centred, it reads ${centred.label} (${centred.share} sure). The step “${step}” makes the difference.`,
  of: {
    ink: {
      title: "As drawn",
      facts: (/** @type {Facts} */ _) => "The pad scaled to the image, with the ink where you put it.",
    },
    box: {
      title: "Bounding box",
      facts: (/** @type {Facts} */ { left, top, right, bottom }) =>
        `From ${fixed(left, 0)}, ${fixed(top, 0)} to ${fixed(right, 0)}, ${fixed(bottom, 0)} on the pad of 280 × 280.`,
    },
    scale: {
      title: "Scaled",
      facts: (/** @type {Facts} */ { factor }) =>
        `Scaled by ${fixed(factor, 2)} to fit a box of 20/28 of the image, as in MNIST.`,
    },
    mass: {
      title: "Centre of mass",
      facts: (/** @type {Facts} */ { x, y }) =>
        `The centre of mass is at ${fixed(x, 1)}, ${fixed(y, 1)}; the middle of 28 × 28 is 14, 14.`,
    },
    shift: {
      title: "Shifted",
      facts: (/** @type {Facts} */ { dx, dy }) =>
        `By ${fixed(dx, 0)} across and ${fixed(dy, 0)} down, in pixels, to bring the centre of mass to the middle.`,
    },
    normalise: {
      title: "Normalised",
      facts: (/** @type {Facts} */ { mean, std, lowest, highest }) =>
        `Minus ${fixed(mean, 3)}, divided by ${fixed(std, 3)}: values from ${fixed(lowest, 2)} to ${fixed(highest, 2)}.`,
    },
  },
};

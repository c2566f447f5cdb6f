/** The panels in the tabs: timeline, attribution, the steps from ink to image, the comparison of models. */

import { numbers } from "./numbers.js";

const { fixed } = numbers;

/** @typedef {{ title: string, label: string, share: string }} Said what a model reads, and how sure it is */
/** @typedef {{ label: string, share: string }} Read */
/** @typedef {{ sum: string, rest: string, logit: string, name: string, share: string }} Sum */
/** @typedef {Record<string, number>} Facts */

export const time = {
  label: "Time in the drawing",
  play: "Replay the drawing",
  pause: "Pause",
  at: (/** @type {string} */ now, /** @type {string} */ end) => `${now} of ${end} s`,
  seconds: (/** @type {string} */ time) => `${time} s`,
  back: "This is an earlier moment. New strokes are added at the end; nothing is lost.",
  readout: (/** @type {string} */ now, /** @type {{ name: string, share: string }[]} */ best) =>
    `At ${now} s: ${best.map(({ name, share }) => `${name} (${share})`).join(", ")}.`,
  nothing: "Draw a digit to see what the network read at each moment of the drawing.",
  reading: "Reading the earlier moments …",
  notFinite: "The network’s output is not finite (infinite or NaN), so there are no probabilities to plot.",
  failed: (/** @type {string} */ reason) => `The timeline could not be computed: ${reason}`,
  story: (/** @type {{ name: string, seconds: string }[]} */ parts) => {
    const [first, ...others] = parts;
    const later = others.map(({ name, seconds }) => `as ${name} from ${seconds} s on`);
    return later.length > 0
      ? `Read as ${first.name} at first, ${later.join(", ")}.`
      : `Read as ${first.name} throughout.`;
  },
};

export const evidence = {
  of: "Evidence for",
  ranks: ["most probable", "runner-up"],
  waiting: "The evidence appears here as soon as Python has read the drawing.",
  nothing: "Draw a digit to see which parts of it support a class and which oppose it.",
  notFinite: "The network’s output is not finite (infinite or NaN), so there is no evidence for any class.",
  failed: (/** @type {string} */ reason) => `The evidence could not be computed: ${reason}`,
  pending: "Covering patch after patch …",
  cam: "Class activation map",
  gradient: "Gradient × activation",
  covered: "Occlusion: drop of the logit when covered",
  mapLabel: (/** @type {string} */ name) => `Evidence for ${name}, shown on the image`,
  coveredLabel: (/** @type {string} */ name) =>
    `Occlusion: how far the logit of ${name} falls when a patch of paper covers the image`,
  exactly: (/** @type {string} */ stage) =>
    `Orange supports the class, blue opposes it. Exact: the logit is a weighted sum of the averages of “${stage}”, so the map and the bias add up to it.`,
  roughly: (/** @type {string} */ stage) =>
    `Orange supports the class, blue opposes it. An estimate: gradient × activation of “${stage}”. The remainder is given below each map.`,
  adds: (/** @type {Sum} */ { sum, rest, logit, name, share }) =>
    `Map ${sum} and bias ${rest} add up to ${logit}, the logit of ${name}: probability ${share}.`,
  leaves: (/** @type {Sum} */ { sum, rest, logit, name, share }) =>
    `Map ${sum} and remainder ${rest} add up to ${logit}, the logit of ${name}: probability ${share}.`,
};

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

export const compare = {
  label: "Second model",
  none: "Choose one …",
  className: "Class",
  diagram: "The second network, from image to prediction",
  hint: "Choose a second model. It reads the same ink, and you can compare the two stage by stage.",
  loading: (/** @type {string} */ name) => `Loading ${name} …`,
  nothing: "Draw a digit for both models to read.",
  refused: (/** @type {string} */ name, /** @type {string} */ reason) => `${name} cannot be compared. ${reason}`,
  notFinite: (/** @type {string} */ title) =>
    `The output of ${title} is not finite (infinite or NaN), so it makes no prediction.`,
  agree: (/** @type {Said} */ one, /** @type {Said} */ other) =>
    `Both read ${one.label}: ${one.title} is ${one.share} sure, ${other.title} ${other.share}.`,
  differ: (/** @type {Said} */ one, /** @type {Said} */ other) =>
    `They disagree: ${one.title} reads ${one.label} (${one.share} sure), ${other.title} reads ${other.label} (${other.share} sure).`,
};

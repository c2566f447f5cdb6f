/** The sections beside the inspector: time, evidence, the steps from ink to image, the comparison of models. */

import { numbers } from "./numbers.js";

const { fixed } = numbers;

/** @typedef {{ title: string, label: string, share: string }} Said what a model reads, and how sure it is */
/** @typedef {{ label: string, share: string }} Read */
/** @typedef {{ sum: string, rest: string, logit: string, name: string, share: string }} Sum */
/** @typedef {Record<string, number>} Facts */

export const time = {
  label: "Look back at the drawing’s time",
  play: "Play the drawing again",
  pause: "Pause",
  at: (/** @type {string} */ now, /** @type {string} */ end) => `${now} of ${end} s`,
  seconds: (/** @type {string} */ time) => `${time} s`,
  back: "You look back: what you draw now goes to the drawing’s end, and nothing is lost.",
  readout: (/** @type {string} */ now, /** @type {{ name: string, share: string }[]} */ best) =>
    `After ${now} s: ${best.map(({ name, share }) => `${name} ${share}`).join(", ")}.`,
  nothing: "Draw a digit: its time can be looked back at here, and what the network read when.",
  reading: "Reading what was there before …",
  notFinite: "The network gives numbers that are not finite: there are no probabilities to draw.",
  failed: (/** @type {string} */ reason) => `The drawing’s time could not be read: ${reason}`,
  story: (/** @type {{ name: string, seconds: string }[]} */ parts) => {
    const [first, ...others] = parts;
    const later = others.map(({ name, seconds }) => `from ${seconds} s on as ${name}`);
    return later.length > 0
      ? `Read as ${first.name} at first, ${later.join(", ")}.`
      : `Read as ${first.name} all the time.`;
  },
};

export const evidence = {
  of: "Evidence for",
  ranks: ["the most probable", "the second"],
  waiting: "What speaks for a class is shown here once Python has read the drawing.",
  nothing: "Draw a digit: here you see which of its places speak for a class, and which against it.",
  notFinite: "The network gives numbers that are not finite: no place speaks for any class.",
  failed: (/** @type {string} */ reason) => `The evidence could not be found: ${reason}`,
  pending: "Covering place after place …",
  cam: "Class activation map",
  gradient: "Gradient × activation",
  covered: "What is lost where paper covers it",
  mapLabel: (/** @type {string} */ name) => `Where the evidence for ${name} lies, over the image`,
  coveredLabel: (/** @type {string} */ name) => `By how much the logit of ${name} falls where paper covers the image`,
  exactly: (/** @type {string} */ stage) =>
    `Orange speaks for the class, blue against it. Exact: this network averages the maps of “${stage}” and weighs them, so the map and the bias add up to the logit.`,
  roughly: (/** @type {string} */ stage) =>
    `Orange speaks for the class, blue against it. An estimate: gradient × activation of “${stage}”; what it leaves over is said below each map.`,
  adds: (/** @type {Sum} */ { sum, rest, logit, name, share }) =>
    `map ${sum} and bias ${rest} make the logit ${logit} of ${name}: ${share}`,
  leaves: (/** @type {Sum} */ { sum, rest, logit, name, share }) =>
    `map ${sum} and what it leaves over ${rest} make the logit ${logit} of ${name}: ${share}`,
};

export const steps = {
  waiting: "The way from ink to image is shown here once Python has read the drawing.",
  nothing: "Draw a digit: here you see how its ink becomes the image that the network gets.",
  failed: (/** @type {string} */ reason) => `The steps could not be shown: ${reason}`,
  notApplied: "(Not taken: the switch says “as drawn”.)",
  notFinite: "not finite",
  broken: "The network gives numbers that are not finite: it reads nothing, however the ink is placed.",
  agree: (/** @type {Read} */ drawn, /** @type {Read} */ centred) =>
    `As drawn and centred, the network reads ${centred.label}: ${drawn.share} sure as drawn, ${centred.share} centred.`,
  differ: (/** @type {Read} */ drawn, /** @type {Read} */ centred, /** @type {string} */ step) =>
    `As drawn the network reads ${drawn.label}, ${drawn.share} sure; centred it reads ${centred.label}, ${centred.share} sure: the step “${step}” makes the difference.`,
  of: {
    ink: { title: "As drawn", facts: (/** @type {Facts} */ _) => "The pad at 28 × 28, the ink where you put it." },
    box: {
      title: "Its bounds",
      facts: (/** @type {Facts} */ { left, top, right, bottom }) =>
        `From ${fixed(left, 0)}, ${fixed(top, 0)} to ${fixed(right, 0)}, ${fixed(bottom, 0)} on the pad of 280 × 280.`,
    },
    scale: {
      title: "Scaled",
      facts: (/** @type {Facts} */ { factor }) =>
        `${fixed(factor, 2)} times as large: its longer side takes 20 pixels.`,
    },
    mass: {
      title: "Centre of mass",
      facts: (/** @type {Facts} */ { x, y }) =>
        `The ink balances at ${fixed(x, 1)}, ${fixed(y, 1)}; the middle is 14, 14.`,
    },
    shift: {
      title: "Shifted",
      facts: (/** @type {Facts} */ { dx, dy }) =>
        `By ${fixed(dx, 0)} across and ${fixed(dy, 0)} down, in pixels, into the middle.`,
    },
    normalise: {
      title: "Normalised",
      facts: (/** @type {Facts} */ { mean, std, lowest, highest }) =>
        `Less ${fixed(mean, 3)}, divided by ${fixed(std, 3)}: from ${fixed(lowest, 2)} to ${fixed(highest, 2)}.`,
    },
  },
};

export const compare = {
  label: "Second model",
  none: "Choose one …",
  className: "Class",
  diagram: "The second network, from image to answer",
  hint: "Choose a second model: it reads the same ink, stage by stage and bar by bar.",
  loading: (/** @type {string} */ name) => `Loading ${name} …`,
  nothing: "Draw a digit, and both read it.",
  refused: (/** @type {string} */ name, /** @type {string} */ reason) => `${name} cannot be compared. ${reason}`,
  notFinite: (/** @type {string} */ title) => `${title} gives numbers that are not finite, so it reads nothing.`,
  agree: (/** @type {Said} */ one, /** @type {Said} */ other) =>
    `Both read ${one.label}: ${one.title} is ${one.share} sure, ${other.title} ${other.share}.`,
  differ: (/** @type {Said} */ one, /** @type {Said} */ other) =>
    `They disagree: ${one.title} reads ${one.label}, ${one.share} sure; ${other.title} reads ${other.label}, ${other.share} sure.`,
};

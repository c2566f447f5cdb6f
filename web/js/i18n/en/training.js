/** The training on the page, in the panel "Train". */

import { numbers } from "./numbers.js";

const { count, percent } = numbers;

const digits = (/** @type {number} */ many) => (many === 1 ? "1 digit" : `${count(many)} digits`);
const listed = (/** @type {string[]} */ names) => names.join(", ");

export const training = {
  title: "Training",
  what: {
    label: "What learns",
    last: "last layer",
    whole: "whole network",
    tiny: "a tiny new one",
  },
  about: {
    last: "Only the layer that turns features into classes learns. That takes a second, and a few digits are enough.",
    whole: "Every kernel learns. That takes longer, and changes the maps as well.",
    tiny: "A network of 4,430 random numbers takes the place of this one, and learns from nothing. It may look at few digits only, so watch what it makes of other people’s.",
  },
  remember: "Remember the old digits",
  aboutRemember: {
    on: "Between your digits it is shown the page’s ten samples, each in thirty variants, so that it does not forget them.",
    off: "It is shown nothing but your digits. Watch how many of the strangers’ it still reads.",
  },
  source: { label: "It learns from", samples: "the ten samples, varied", tray: "my digits" },
  settings: "Settings",
  rate: "Learning rate",
  rateHint: "how large each step is",
  epochs: "Epochs",
  epochsHint: "how often every digit is seen",
  play: "Train",
  pause: "Pause",
  goOn: "Go on",
  step: "One step",
  reset: "Reset",
  progress: "Progress of the training",
  stepOf: (/** @type {number} */ step, /** @type {number} */ of) => `Step ${count(step)} of ${count(of)}`,
  empty:
    "Draw digits into the tray first: draw one on the pad, say what it is, and add it. Five of each are a good beginning.",
  ready: (/** @type {number} */ own) =>
    `${own === 1 ? "One digit lies" : `${count(own)} digits lie`} in the tray. Every fifth of a class is held back, of three or four the last: the network does not learn from it, but is tested on it.`,
  readySamples: "It will learn from ten drawings, each in ten variants, and is tested on strangers’ digits.",
  added: (/** @type {string[]} */ names, /** @type {number} */ before) =>
    names.length === 1
      ? `${names[0]} is new: the network gets ${before === 10 ? "an eleventh class, and an eleventh bar appears" : "one more class, and one more bar appears"}.`
      : `${listed(names)} are new: the network gets ${count(names.length)} more classes, each with a bar.`,
  single: (/** @type {string[]} */ names) =>
    `Of ${listed(names)} there is only one drawing. It is learned in variants; more drawings teach more.`,
  starting: "A second Python is starting, so that the page can go on reading …",
  preparing: "The digits are made into images …",
  running: (/** @type {number} */ learned, /** @type {number} */ remembered) =>
    remembered > 0
      ? `It learns from ${count(learned)} images of yours, variants included, and is reminded by ${count(remembered)} of the samples.`
      : `It learns from ${count(learned)} images.`,
  paused: "Paused. The page reads with the weights of this step.",
  done: "Done. The page reads with these weights.",
  diverged: (/** @type {number} */ step, /** @type {number} */ kept) =>
    `The loss became infinite in step ${count(step)}: the steps are too large for this network. ${kept === 0 ? "The weights from before this training are kept." : `The weights of step ${count(kept)} are kept.`}`,
  slower: (/** @type {string} */ rate) => `Try a tenth of the rate, ${rate}`,
  refused: (/** @type {string} */ reason) => `This cannot be trained: ${reason}`,
  lost: (/** @type {string} */ reason, /** @type {number} */ step) =>
    `The second Python has ended (${reason}). Your digits and the weights of step ${count(step)} are kept: “Go on” continues from them.`,
  unavailable: (/** @type {string} */ reason) =>
    `Nothing can be trained here: the sealed frame for it cannot be made (${reason}). The rest of the page works.`,
  otherNetwork: "Another network has been chosen, so the training of the one before has ended.",
  loss: {
    title: "Loss",
    hint: "how surprised the network is by the right answers",
    description: (/** @type {string} */ first, /** @type {string} */ last, /** @type {number} */ steps) =>
      `The loss in ${count(steps)} steps: ${first} at first, ${last} now.`,
    none: "The loss of each step appears here.",
  },
  accuracy: {
    title: "Accuracy",
    own: "your held-back digits",
    ownAll: "your digits",
    strangers: "strangers’ digits",
    right: (/** @type {number} */ right, /** @type {number} */ of) =>
      `${count(right)} of ${count(of)}, ${percent(right / of)}`,
    none: "none",
    noneHeldOut: "No digit of yours is held back yet: add at least three of one.",
    strangersNote:
      "The strangers are six people, none of whom the page’s networks have learned from: a hundred digits of the pendigits data (Alpaydin and Alimoglu, CC BY 4.0).",
    noStrangers: "The strangers’ digits could not be fetched.",
    description: (/** @type {string} */ own, /** @type {string} */ strangers) =>
      `Accuracy now: your digits ${own}; strangers’ digits ${strangers}.`,
  },
  confusion: "What your digits are read as",
  remarks: {
    forgotten: (/** @type {number} */ before, /** @type {number} */ now, /** @type {number} */ of) =>
      `It has forgotten: of ${digits(of)} of strangers it read ${count(before)} before the training, and now it reads ${count(now)}. Nothing reminded it of them. Reset, let it remember the old digits, and train again.`,
    overfitted: (/** @type {string} */ own, /** @type {string} */ strangers) =>
      `It reads ${own} of your digits, but only ${strangers} of those of strangers: it has learned your hand, not digits. That is overfitting, and more people’s digits are the cure.`,
    fromTen: (/** @type {string} */ strangers) =>
      `It has seen ten drawings in ten variants each, and reads ${strangers} of strangers’ digits. What is missing is not time but more people’s digits.`,
    narrow: (/** @type {string} */ name, /** @type {number} */ features, /** @type {number} */ classes) =>
      `${name} describes a digit by only ${count(features)} numbers before its last layer, and they were made for its old classes. ${count(classes)} classes hardly fit: some old digits will be read worse. A wider network, such as “deep”, learns it well.`,
  },
  after: {
    save: "Save as .npz",
    compare: "Compare with before",
    keep: "Make it my model",
    before: (/** @type {string} */ name) => `${name}, before training`,
    trained: (/** @type {string} */ name) => `${name}, trained`,
  },
};

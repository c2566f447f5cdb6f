/** The section "How it learned" of the panel "Train". */

import { numbers } from "./numbers.js";

const { count, fixed, percent, sure } = numbers;

/** @typedef {Record<string, number>} Shares of sets of digits */
/** @typedef {{ step: number, epoch: number, loss: number, accuracy: Shares }} Achieved by the weights at a step of a training */

export const history = {
  title: "How it learned",
  about:
    "Every weight of this network was random at first. Go back through its training: its kernels, its maps and what it reads in your drawing follow.",
  elsewhere: (/** @type {string} */ title) =>
    `The training of ${title} was recorded, so that you can see how its kernels, its maps and its reading of your drawing came about.`,
  open: "Go back through its training",
  openModel: (/** @type {string} */ title) => `Open ${title}`,
  loading: "The history is on its way …",
  failed: (/** @type {string} */ reason) => `The history could not be loaded: ${reason}`,
  play: "▶ Play",
  pause: "⏸ Pause",
  finish: "Show the finished network",
  slider: "Step of the training",
  random: "random weights",
  finished: "finished",
  loss: "Loss on the digits that it learns from",
  accuracy: "Digits read correctly",
  sets: {
    train: (/** @type {number} */ digits) => `of ${count(digits)} that it learns from`,
    test: (/** @type {number} */ digits) => `of ${count(digits)} that it has never seen`,
  },
  number: (/** @type {number} */ value) => fixed(value, 1),
  share: percent,
  lossFrom: (/** @type {number} */ first, /** @type {number} */ last) =>
    `The loss falls from ${fixed(first, 2)} to ${fixed(last, 2)}.`,
  accuracyFrom: (/** @type {Shares} */ first, /** @type {Shares} */ last) =>
    `At first it reads ${percent(first.test)} of the digits that it has never seen correctly, in the end ${percent(last.test)}.`,
  step: (/** @type {Achieved} */ { step, epoch, loss, accuracy }, /** @type {number} */ all) =>
    `${step === 0 ? "Before the first step, with random weights" : `After step ${count(step)} of ${count(all)}, epoch ${fixed(epoch, 1)}`}: the loss is ${fixed(loss, 2)}. It reads ${percent(accuracy.train)} of the digits that it learns from, and ${percent(accuracy.test)} of those that it has never seen.`,
  others:
    "The network has weights now that were edited or trained here. If you move the slider, it gets those of a step instead.",
  reads: (/** @type {string} */ name, /** @type {number} */ probability) =>
    `In your drawing it reads ${name}, with ${sure(probability)}.`,
  blank: "Draw a digit to see what it reads at each step.",
  kernels: "The kernels of its first convolution. Each colour is relative to the largest weight at that step.",
};

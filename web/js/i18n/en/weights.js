/** Weights changed by hand, loaded when kernels are shown or a link has changed weights. */

import { numbers } from "./numbers.js";

const { count } = numbers;

const weightsIn = (/** @type {number} */ number) => (number === 1 ? "1 weight" : `${count(number)} weights`);
const mapsIn = (/** @type {number} */ number) => (number === 1 ? "1 map" : `${count(number)} maps`);

export const weights = {
  hint: "Drag a weight up or down, or type a number: the whole network follows.",
  keys: "↑ ↓ change the weight, with Shift ten times as fast; ← → go to the next one, Alt + ↑ ↓ to the one above or below, Home and End to the first and the last. Enter or a digit lets you type; Escape goes back. Ctrl + Z undoes.",
  kernel: (/** @type {string} */ name) => `Weights of ${name}`,
  place: (/** @type {number} */ map, /** @type {number} */ row, /** @type {number} */ column) =>
    `map ${map}, row ${row}, column ${column}`,
  input: (/** @type {number} */ number) => `input ${number}`,
  cell: (/** @type {number} */ row, /** @type {number} */ column) => `row ${row}, column ${column}`,
  number: "Weight",
  bias: "bias",
  biasOf: (/** @type {string} */ name) => `Bias of ${name}`,
  badNumber: (/** @type {string} */ text, /** @type {string} */ weight) =>
    `“${text}” is not a number. Type one such as −0.25. The weight is still ${weight}.`,
  mute: "Mute",
  muteTitle: (/** @type {string} */ name) => `Mute ${name}: its weights and its bias count as 0`,
  reset: "Reset",
  resetKernel: (/** @type {string} */ name) => `Reset the weights of ${name}`,
  changed: "changed",
  stageChanged: "weights changed",
  presets: {
    label: (/** @type {string} */ name) => `Replace the weights of ${name}`,
    choose: "Replace …",
    all: "For all input maps",
    one: (/** @type {number} */ map) => `Only for input map ${map}`,
    names: {
      identity: "Identity",
      horizontal: "Horizontal edges",
      vertical: "Vertical edges",
      sobelHorizontal: "Sobel, horizontal",
      sobelVertical: "Sobel, vertical",
      blur: "Blur",
      zero: "Zero",
      random: "Random",
    },
  },
  bar: {
    label: "Changed weights",
    none: "No weight is changed by hand",
    changed: (/** @type {number} */ weights, /** @type {number} */ maps) => {
      const parts = [...(weights > 0 ? [weightsIn(weights)] : []), ...(maps > 0 ? [mapsIn(maps)] : [])];
      return maps === 0
        ? `${parts[0]} changed`
        : weights === 0
          ? `${parts[0]} muted`
          : `${parts[0]} changed, ${parts[1]} muted`;
    },
    undo: "Undo the last change of weights (Ctrl+Z in the kernels)",
    redo: "Redo the change of weights (Ctrl+Shift+Z in the kernels)",
    reset: "Reset all",
    compare: "Compare",
    compareTitle: "Compare with the network before your changes",
    save: "Save .npz",
    saveTitle: "Save the network with your weights; it opens here, and in Python with glasscnn.load",
    link: "Copy link",
    linkTitle: "Copy a link to your drawing and your weights",
    copied: "The link is copied. It has your drawing and the changed weights.",
    notCopied: "The browser does not let this page copy. “Share” shows the link.",
    tooMany: (/** @type {number} */ found, /** @type {number} */ most) =>
      `A link holds up to ${most} changes, and there are ${count(found)}. Save the .npz instead, and send that file.`,
    saved: (/** @type {string} */ name) => `Saved as ${name}.`,
  },
  link: {
    tooMany: (/** @type {number} */ found) =>
      `This link was made with ${count(found)} changed weights, more than a link holds. The network is shown without them; ask for its .npz.`,
    otherModel: (/** @type {string} */ wanted, /** @type {string} */ current) =>
      `The link changes weights of ${wanted}, but the network here is ${current}. No weight was changed.`,
    noSuchWeight: (/** @type {string} */ name) =>
      `The link changes ${name}, which this network does not have. No weight was changed.`,
  },
};

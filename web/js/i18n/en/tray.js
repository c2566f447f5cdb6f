/** The tray of one's own digits, in the panel "Train". */

import { numbers } from "./numbers.js";

const { count, fixed, percent } = numbers;

const digits = (/** @type {number} */ number) => (number === 1 ? "1 digit" : `${count(number)} digits`);
const images = (/** @type {number} */ number) => (number === 1 ? "1 image" : `${count(number)} images`);
const bytes = (/** @type {number} */ size) =>
  size < 1e6 ? `${count(Math.ceil(size / 1000))} kB` : `${fixed(size / 1e6, 1)} MB`;

const ordinal = (/** @type {number} */ number) => {
  const isTeen = Math.floor(number / 10) % 10 === 1;
  const ending = (!isTeen && ["th", "st", "nd", "rd"][number % 10]) || "th";
  return `${count(number)}${ending}`;
};

export const tray = {
  title: "Your digits",
  hint: "Collect digits in your own hand: draw on the pad, then say what it is. Everything stays on this device.",
  offer: {
    reads: (/** @type {string} */ label) => `Read as ${label}. This was a …`,
    blank: "Draw something on the pad, then say here what it is.",
    label: "What the drawing is",
    other: "another symbol",
    clear: "Clear the pad",
  },
  add: {
    label: "Add this drawing as",
    other: "another symbol …",
    symbol: "Symbol",
    button: "Add",
  },
  notice: {
    added: (/** @type {string} */ label, /** @type {number} */ number) =>
      number === 1 ? `Added as ${label}, the first one.` : `Added as ${label}; there are ${count(number)} of them now.`,
    known: (/** @type {string} */ label) => `This drawing is among your digits already, as ${label}.`,
    relabelled: (/** @type {string} */ from, /** @type {string} */ to) => `What was labelled ${from} is ${to} now.`,
    blank: "Draw something first.",
    colours: "Only drawings and grey pictures can be added. Draw something, or choose a model of grey images.",
    label: (/** @type {string} */ found) =>
      `“${found}” cannot be a label. Use 1 to 40 printable characters, without spaces at the ends.`,
    full: (/** @type {number} */ most) => `There is room for ${count(most)} digits. Delete some of them first.`,
    deleted: (/** @type {string} */ label) => `Deleted one ${label}.`,
    forgot: (/** @type {number} */ number) => `Forgot ${digits(number)}.`,
    undo: "Undo",
    restored: (/** @type {number} */ number) => `${digits(number)} restored.`,
  },
  grid: {
    label: "Your digits by class",
    digit: (/** @type {string} */ label, /** @type {number} */ number, /** @type {number} */ all) =>
      `${label}, drawn ${ordinal(number)} of ${count(all)}`,
    more: (/** @type {number} */ number) => `${count(number)} more`,
    isNew: "new",
    keys: "Choose one to change it. The arrow keys go through them, Delete deletes one.",
  },
  wanted: {
    none: "Nothing is here yet. Five of each digit are enough to begin with.",
    some: (/** @type {number} */ goal, /** @type {string} */ list) => `For ${goal} of each, still wanted: ${list}.`,
    one: (/** @type {string} */ label, /** @type {number} */ number) => `${label} (${count(number)})`,
    enough: (/** @type {number} */ goal) => `At least ${goal} of each class: that is enough to train on.`,
  },
  chosen: {
    label: "The chosen digit",
    toPad: "Put on the pad",
    tooLarge: "It is larger than the images of this model.",
    relabel: "It is a",
    change: "Change label",
    remove: "Delete",
  },
  kept: {
    here: (/** @type {number} */ number, /** @type {number} */ size) =>
      `${digits(number)}, ${bytes(size)} on this device.`,
    partly: (/** @type {number} */ kept, /** @type {number} */ number) =>
      `${count(kept)} of ${digits(number)} are kept on this device.`,
    memory: (/** @type {number} */ number) => `${digits(number)}, until this page is closed.`,
    refused:
      "The browser lets the page store nothing here, for example in a private window or a frame. Save your digits as a file before you close the page.",
    full: "The browser has no more room for this page. Save your digits as a file before you close it, or delete some.",
    damaged: (/** @type {number} */ number) =>
      number === 1
        ? "One digit that was kept here is damaged and was left out."
        : `${digits(number)} that were kept here are damaged and were left out.`,
  },
  files: {
    label: "Files of digits",
    save: "Save digits",
    open: "Open …",
    folder: "Folder …",
    forget: "Forget all",
    hint: "Open a saved file, MNIST’s two files, an .npz, or a .zip or folder of pictures in folders named like their labels. You can drop them here, too.",
    opening: (/** @type {string} */ name) => `Opening ${name} …`,
    progress: (/** @type {number} */ done, /** @type {number} */ all) => `${count(done)} of ${images(all)}`,
    stop: "Cancel",
    stopped: "Cancelled. Your digits are as they were.",
    refused: (/** @type {string} */ reason) => `This cannot be used: ${reason} Your digits are as they were.`,
    failed: (/** @type {string} */ reason) => `This was interrupted: ${reason} Your digits are as they were.`,
    added: (/** @type {number} */ number) => (number === 0 ? "No digit was added." : `${digits(number)} added.`),
    known: (/** @type {number} */ number) =>
      `${count(number)} ${number === 1 ? "was" : "were"} among your digits already.`,
    blank: (/** @type {number} */ number) => `${count(number)} without ink ${number === 1 ? "was" : "were"} left out.`,
    left: (/** @type {number} */ number, /** @type {number} */ most) =>
      `${count(number)} ${number === 1 ? "was" : "were"} left out: there is room for ${count(most)} digits.`,
  },
  test: {
    button: "How many of these does it read?",
    progress: (/** @type {number} */ done, /** @type {number} */ all) => `${count(done)} of ${digits(all)} …`,
    found: (/** @type {string} */ model, /** @type {number} */ right, /** @type {number} */ all) =>
      `${model} reads ${count(right)} of ${digits(all)} correctly, ${percent(right / all)}.`,
    none: (/** @type {string} */ model) => `There is no digit that ${model} could read correctly.`,
    strange: (/** @type {string} */ labels, /** @type {number} */ number) =>
      `Left out: ${digits(number)} labelled ${labels}, since the model has no such class.`,
    tooLarge: (/** @type {number} */ number) => `Left out: ${images(number)} larger than those that the model takes.`,
    outdated: "The weights have changed since then. Ask again.",
    interrupted: (/** @type {string} */ reason) => `This was interrupted: ${reason} You can start it again.`,
  },
  errors: {
    file: (/** @type {string} */ name) => `${name} is larger than 64 MB. Use a part of it.`,
    json: (/** @type {string} */ reason) => `a file of digits is JSON, but this one cannot be read (${reason}).`,
    format: (/** @type {string} */ format) => `this is no file of digits; expected JSON with "format": "${format}".`,
    version: (/** @type {number} */ expected, /** @type {string} */ found) =>
      `expected version ${expected} of the file of digits, found ${found}.`,
    digits: (/** @type {number} */ most, /** @type {string | number} */ found) =>
      typeof found === "number"
        ? `it holds ${count(found)} digits; expected at most ${count(most)}. Use a part of it.`
        : `digits: expected a list, found ${found}.`,
    digit: (/** @type {number} */ number, /** @type {string} */ reason) => `digit ${count(number)}: ${reason}`,
    object: (/** @type {string} */ found) => `expected an object with a label, found ${found}.`,
    label: (/** @type {string} */ found) => `label: expected 1 to 40 printable characters, found ${found}.`,
    strokes: (/** @type {string} */ found) => `expected strokes, lists of points, or an image; found ${found}.`,
    positive: (/** @type {string} */ name, /** @type {string} */ found) =>
      `${name}: expected a number above 0, found ${found}.`,
    point: (/** @type {number} */ stroke, /** @type {string} */ found) =>
      `stroke ${stroke}: expected points [x, y], found ${found}.`,
    side: (/** @type {string} */ name, /** @type {number} */ most, /** @type {string} */ found) =>
      `${name}: expected 1 to ${most} pixels, found ${found}.`,
    base64: "image: expected Base64.",
    levels: (/** @type {number} */ height, /** @type {number} */ width, /** @type {number} */ found) =>
      `image: expected ${height} × ${width} levels, found ${count(found)}.`,
    folder: (/** @type {string} */ path) =>
      `${path} is not in a folder that is named like a label, of 1 to 40 printable characters.`,
    tooLarge: (/** @type {number} */ height, /** @type {number} */ width, /** @type {number} */ most) =>
      `its images have ${height} × ${width} pixels; expected at most ${most} × ${most}.`,
  },
};

/** The panel that tests the model on a set of images. */

import { numbers } from "./numbers.js";

const { count, fixed, percent } = numbers;

const images = (/** @type {number} */ number) => (number === 1 ? "1 image" : `${count(number)} images`);

export const test = {
  hint: "How often is the model right? Test it on many images whose labels are known. Choose MNIST’s own two files (images and labels), an .npz with both, or pictures in folders named like the classes, as a folder or a .zip. They stay on this device.",
  files: "Files …",
  folder: "Folder …",
  drop: "Or drop them here.",
  again: (/** @type {string} */ model) => `Test ${model} on it`,
  stop: "Stop",
  opening: (/** @type {string} */ name) => `Opening ${name} …`,
  progressLabel: (/** @type {string} */ name) => `Testing on ${name}`,
  progress: (/** @type {number} */ done, /** @type {number} */ total) => `${count(done)} of ${count(total)}`,
  left: (/** @type {number} */ seconds) => `about ${count(seconds)} s left`,
  soFar: (/** @type {number} */ share) => `${percent(share)} correct so far`,
  refused: (/** @type {string} */ reason) => `This test set cannot be used: ${reason}`,
  interrupted: (/** @type {string} */ reason) => `The test was interrupted: ${reason} You can start it again.`,
  stopped: (/** @type {number} */ done) => `Stopped after ${images(done)}.`,
  modelChanged: "The model was changed, so the test was stopped. You can test the new one.",
  finished: (/** @type {string} */ model, /** @type {number} */ share, /** @type {number} */ number) =>
    `${model} reads ${fixed(100 * share, 2)} % of ${images(number)} correctly.`,
  heading: (/** @type {string} */ model, /** @type {string} */ name) => `${model} on ${name}`,
  accuracy: (/** @type {number} */ share) => `${fixed(100 * share, 2)} % correct`,
  counts: (/** @type {number} */ right, /** @type {number} */ number) => `${count(right)} of ${images(number)}`,
  calibration: (/** @type {number} */ error) =>
    `Calibration error ${fixed(100 * error, 2)} %: by this much, on average, its confidence differs from its accuracy.`,
  speed: (/** @type {number} */ perSecond, /** @type {number} */ seconds, /** @type {number} */ inNetwork) =>
    `${count(perSecond)} images a second: ${fixed(seconds, 1)} s in all, of which the network took ${fixed(inNetwork, 1)} s. The rest went into opening files, and readings of the pad in between.`,
  confusion: "Confusion matrix",
  confusionNote:
    "Each row holds the images of one class, each column those read as one. The diagonal is correct. Colours follow the square root of the share of a row, so that rare errors stand out.",
  corner: "label \\ read as",
  tooMany: (/** @type {number} */ classes) =>
    `The model has ${count(classes)} classes; the matrix is shown for up to 30.`,
  classes: "Each class",
  className: "Class",
  images: "Images",
  recall: "Recall",
  precision: "Precision",
  recallNote: "Recall: how many images of the class were read as it. Precision: how many read as it are of the class.",
  share: (/** @type {number | null} */ share) => (share === null ? "–" : `${fixed(100 * share, 1)} %`),
  misread: (/** @type {number} */ shown, /** @type {number} */ all) =>
    shown < all ? `Misread: the ${shown} most confident of ${count(all)}` : `Misread: ${count(all)}`,
  noneMisread: "No image was misread.",
  misreadNote: "Choose one to put it on the pad.",
  caption: (/** @type {string} */ label, /** @type {string} */ prediction) => `is ${label}, read as ${prediction}`,
  imageLabel: (
    /** @type {string} */ label,
    /** @type {string} */ prediction,
    /** @type {string} */ share,
    /** @type {number} */ number,
  ) => `is ${label}, read as ${prediction}, ${share} sure; image ${count(number)}`,
  errors: {
    unreadable: (/** @type {string} */ name, /** @type {string} */ reason) =>
      `${name} cannot be opened (${reason}). It may be damaged; get it again.`,
    tooLarge: (/** @type {string} */ name) => `${name} holds more than 256 MB. Use a part of it.`,
    combination: (/** @type {string} */ names) =>
      `expected two files (images and labels), one .npz, one .zip, or a folder of pictures, found ${names}.`,
    arrays: (/** @type {string} */ name, /** @type {string} */ found) =>
      `${name} holds the arrays ${found}; expected images (“images”, “x_test” or “x”) and labels (“labels”, “y_test” or “y”).`,
    noPictures: (/** @type {string} */ name, /** @type {string} */ example) =>
      `${name} holds no pictures; expected files like ${example}/one.png.`,
    noClass: (/** @type {string} */ path, /** @type {string} */ classes) =>
      `${path} is not in a folder named like a class; the classes are ${classes}.`,
    picture: (/** @type {string} */ path) =>
      `the browser cannot decode ${path}. Save it as PNG, JPEG or WebP, or remove it.`,
    falsified:
      "to protect your privacy, this browser falsifies the pixels of pictures. Allow this page to use canvas data (Firefox asks in the address bar), or use MNIST’s files or an .npz.",
  },
};

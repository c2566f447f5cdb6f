/** What comes in and goes out: links, pictures and models of one's own, files to take home, frames. */

import { numbers } from "./numbers.js";

const { fixed, percent } = numbers;

export const share = {
  button: "Share",
  title: "Copy a link to exactly this: drawing, model and view",
  copied: "Copied",
  copiedSentence: (/** @type {number} */ length) => `The link is copied; it has ${length} characters.`,
  byHand: "Copy this link:",
  close: "Close",
  refused: {
    damaged: "This link is cut off or was changed by hand, so nothing of it is shown. Ask for it again, or draw.",
    newer: "This link was made by a newer version of the page. Reload the page, or draw.",
    tooLong: "This link is longer than any that this page makes, so it is not opened.",
    tooMuch: "This drawing is too much for a link. Save it as a file, or undo some of it.",
  },
  ownModel: (/** @type {string} */ name) =>
    `This link was made with a model of somebody’s own, “${name}”, which a link does not carry. The drawing is shown with another; load the file of “${name}” and open the link again.`,
};

export const own = {
  image: {
    button: "Image …",
    title: "Read a picture: choose, paste or drop one",
    photograph: "Photo …",
    heading: "From your picture to the image",
    tooLarge: "It is larger than 40 MB.",
    unreadable: "The browser cannot read it as a picture; use PNG, JPEG or WebP.",
    falsified:
      "To protect your privacy, this browser falsifies the pixels of pictures, so the network would read noise. Allow this page to use canvas data (Firefox asks in the address bar) and choose the picture again, or draw.",
    refused: (/** @type {string} */ reason) => `This picture cannot be used: ${reason} The drawing stays.`,
    steps: /** @type {Record<string, (facts: Record<string, number>) => string>} */ ({
      picture: () => "Your picture. It stays on this computer.",
      grey: () => "Grey: 0.299 red + 0.587 green + 0.114 blue.",
      ink: ({ inverted, threshold }) =>
        `${inverted ? "The paper is light, so it is inverted. " : ""}Ink is what stands out from its surroundings by more than ${fixed(threshold, 2)}: uneven light falls away.`,
      crop: ({ width, height }) => `Cropped to the ink: ${width} × ${height} pixels.`,
      box: ({ factor }) => `Scaled by ${fixed(factor, 2)} into 20 × 20 of 28 × 28, as MNIST was made.`,
      centre: ({ down, right }) =>
        `Its centre of mass in the middle: ${Math.abs(down)} ${down < 0 ? "up" : "down"}, ${Math.abs(right)} ${right < 0 ? "left" : "right"}.`,
      colours: () => "The middle of it, as small as the network takes it, in colour.",
      exact: ({ inverted }) =>
        inverted
          ? "Exactly the network’s size: no pixel is moved. Its border is bright, so it is inverted: 1 − brightness."
          : "Exactly the network’s size: taken as it is.",
    }),
  },
  model: {
    here: (/** @type {string} */ title) => `“${title}” runs on this computer only. Nothing of it is sent anywhere.`,
    kept: (/** @type {string} */ title) => `“${title}” is kept on this computer for your next visit.`,
    unneeded: (/** @type {string[]} */ names) => `Not needed for it: ${names.join(", ")}.`,
    keep: "Keep it for next time",
    forget: "Forget it",
    close: "Close",
    scaling: {
      label: "Pixels",
      names: {
        unit: "0 … 1",
        mnist: "MNIST-normalised",
        signed: "−1 … 1",
        bytes: "0 … 255",
        inverted: "inverted (1 − x)",
      },
      right: (/** @type {number} */ right) => ` · ${right} of 10 right`,
      read: (/** @type {number} */ right) =>
        `The file does not say which pixels it was trained on; with these it reads ${right} of the ten sample digits rightly.`,
      instead: (/** @type {number} */ right, /** @type {string} */ other, /** @type {number} */ otherwise) =>
        `The file does not say which pixels it was trained on; with these it reads ${right} of the ten sample digits rightly, with ${other} it would be ${otherwise}.`,
      unread: (/** @type {number} */ most) =>
        `The file does not say which pixels it was trained on, and it reads the ten sample digits with none of these: at most ${most} rightly. If you know which they were, choose them.`,
      unknown:
        "The file does not say which pixels it was trained on, and the sample digits cannot tell for this network. 0 … 1 is usual; if you know that it was trained on others, choose them.",
    },
    blocked:
      "This browser lets the page keep nothing here, as in a private window or a frame; load the file again next time.",
  },
};

export const take = {
  button: "Save",
  title: "Take it with you",
  which: "Stage",
  map: "Map",
  allMaps: "all maps",
  mapNumber: (/** @type {number} */ number) => `map ${number}`,
  nothing: "Nothing has been read yet; draw a digit first.",
  failed: (/** @type {string} */ reason) => `The file could not be made: ${reason}`,
  falsified:
    "To protect your privacy, this browser falsifies the pixels of pictures, so noise would be saved. Allow this page to use canvas data (Firefox asks in the address bar) and try again, or save the activations.",
  read: (/** @type {string} */ label, /** @type {number} */ share) => `${label}: ${percent(share)}`,
  choices: {
    stage: "Picture of the stage (PNG)",
    network: "Picture of the network (PNG)",
    diagram: "Diagram (SVG)",
    activations: "All activations (.npz)",
    prediction: "Prediction (JSON)",
    notebook: "Jupyter notebook",
    script: "Python script",
  },
};

export const embed = {
  load: "Load the network",
  badValue: (/** @type {string} */ name, /** @type {string} */ found, /** @type {string} */ expected) =>
    `The address says ${name}=${found}, which is not known; it can be ${expected}. The default is taken.`,
  badStrokes:
    "The address’s strokes are not readable; they are written as 60,60 220,60 120,240;100,150 190,150. The pad is left empty.",
  badOrigin: (/** @type {string} */ found) =>
    `The address says origin=${found}, which is no origin like https://course.example; such a page is not talked to.`,
  unknownType: (/** @type {string} */ type) =>
    `There is no message of type “${type}”; there are predict, setStrokes, setState, getState and loadModel.`,
};

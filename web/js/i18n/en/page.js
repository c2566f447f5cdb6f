/** The page itself: its controls, the answer, what goes on, what has gone wrong. */

import { numbers } from "./numbers.js";

const { fixed, megabytes, sure } = numbers;

export const page = {
  title: "glasscnn – draw a digit, see the network read it",
  model: "Model",
  language: "Language",
  drawing: "Drawing",
  undo: "Undo",
  undoKey: "Undo (Ctrl+Z)",
  redo: "Redo",
  redoKey: "Redo (Ctrl+Shift+Z)",
  clear: "Clear",
  clearKey: "Clear (Escape)",
  samples: "Sample digits",
  pen: "Pen",
  placement: "How the ink becomes the image",
  centred: "centred",
  asDrawn: "as drawn",
  grid: "28 × 28 grid",
  answer: "Answer",
  bars: "Probability of each class",
  network: "The network, from image to answer",
  inspector: "Inspector",
  cell: "Cell",
  close: "Close",
  dismiss: "Dismiss",
  restart: "Start Python again",
};

export const theme = { system: "Theme: as the system", light: "Theme: light", dark: "Theme: dark" };

export const sections = {
  label: "Look inside",
  names: {
    cell: "Cell",
    evidence: "Why this digit",
    steps: "From ink to image",
    time: "Time",
    compare: "Compare",
  },
};

export const help = {
  title: "Help",
  what: "A small convolutional network, written in plain NumPy, runs in this page. Draw a digit and it is read while you draw; every picture and number between the ink and the answer is one that was really computed.",
  keysTitle: "Keys",
  keys: {
    digits: { key: "0 – 9", does: "on the pad or the row of samples: draws a sample of that digit" },
    arrows: { key: "Arrow keys", does: "on the pad: move the pen; on a stage: go from cell to cell" },
    space: {
      key: "Space or Enter",
      does: "on the pad: puts the pen down or lifts it; on a stage: opens it, or pins a cell",
    },
    shift: { key: "Shift + arrow keys", does: "larger steps" },
    escape: { key: "Escape", does: "lets go of what is pinned, closes what is open, then clears the pad" },
    undo: { key: "Ctrl + Z, Ctrl + Shift + Z", does: "undo and redo" },
    stages: { key: "Tab", does: "goes through all controls and the stages of the network" },
  },
  whereTitle: "Where everything stays",
  where:
    "Drawings and models stay on this computer, in this page: nothing is sent anywhere, and Python itself runs in your browser. A link that you share holds the drawing within itself.",
};

export const status = {
  starting: "Starting …",
  download: (/** @type {number} */ loaded, /** @type {number} */ total) =>
    `Loading Python and NumPy: ${megabytes(loaded)} of ${megabytes(total)} MB`,
  restore: "Waking Python …",
  fallback: "The quick start did not work; starting Python the ordinary way …",
  python: "Starting Python …",
  numpy: "Importing NumPy …",
  model: "Reading the model …",
  ready: "Ready. Draw a digit.",
  read: (/** @type {number} */ milliseconds) => `Read in ${fixed(milliseconds, 1)} ms`,
  restarting: "Python has stopped; starting it again …",
  stopped: "Python has stopped.",
};

export const prediction = {
  nothing: "Draw a digit",
  waiting: "Will be read once Python is up",
  sure: (/** @type {number} */ share) => `${sure(share)} sure`,
  sentence: (/** @type {string} */ label, /** @type {number} */ share, /** @type {string} */ second) =>
    `The network reads ${label}, ${sure(share)} sure; next comes ${second}.`,
};

export const pad = {
  label:
    "Drawing pad. Draw with mouse, finger or pen; or press arrow keys to move a pen and Space to put it down or lift it. Digit keys draw samples.",
  sample: (/** @type {number} */ digit) => `Draw a sample ${digit}`,
  penDown: "Pen down",
  penUp: "Pen up",
};

export const models = {
  own: "Your own model …",
  loading: (/** @type {string} */ name) => `Loading ${name} …`,
  loaded: (/** @type {string} */ title) => `${title} is in force. It stays on this computer.`,
};

export const errors = {
  /** What Python says of an error, which is English. */
  english: (/** @type {string} */ reason) => reason,
  boot: (/** @type {string} */ reason) => `Python could not be started: ${reason} Your drawing is kept.`,
  death: (/** @type {string} */ reason) => `Python has stopped: ${reason} Your drawing and the model are kept.`,
  memory: "Python has run out of memory. Your drawing and the model are kept.",
  model: (/** @type {string} */ reason) => `This model cannot be used. ${reason} The model before stays in force.`,
  notShown: (/** @type {string} */ reason) =>
    `This model could not be shown. ${reason} The model before stays in force.`,
  build: (/** @type {string} */ reason) =>
    `The page is not complete: ${reason} Reload it; if it stays so, build the site again with “make site”.`,
  reading: (/** @type {string} */ reason) => `This drawing could not be read: ${reason}`,
  notFound: (/** @type {string} */ file, /** @type {number} */ status) =>
    `${file} could not be fetched (status ${status}).`,
  tooLarge: (/** @type {string} */ name) => `${name} is larger than 64 MB.`,
  noModel: (/** @type {string} */ name) =>
    `${name} is no model file (.npz or .onnx). If it holds the weights of an .onnx file, choose both together.`,
  notTogether: (/** @type {string} */ names) =>
    `These files are not one model: ${names}. Choose one .npz, one picture, or one .onnx with the files that hold its weights.`,
  unreadable: (/** @type {string} */ name, /** @type {string} */ reason) =>
    `${name} could not be read from your disk: ${reason} Pick it again.`,
};

export const release = {
  text: "A newer version of this page is here. Your drawing is kept.",
  update: "Update",
  later: "Later",
};

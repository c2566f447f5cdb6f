/** The page: controls, prediction, status line, errors. */

import { numbers } from "./numbers.js";

const { count, fixed, megabytes, short, sure } = numbers;

const millions = (/** @type {number} */ number) =>
  number >= 1e9
    ? `${short(number / 1e9)} billion`
    : number >= 1e6
      ? `${fixed(number / 1e6, 0)} million`
      : count(number);

const left = (/** @type {number} */ seconds) =>
  seconds < 100
    ? `about ${Math.max(5 * Math.round(seconds / 5), 5)} s left`
    : `about ${Math.round(seconds / 60)} min left`;

export const page = {
  title: "glasscnn – draw a digit, see the network read it",
  model: "Model",
  more: "More",
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
  placement: "Placement of the ink",
  centred: "centred",
  asDrawn: "as drawn",
  grid: "28 × 28 grid",
  answer: "Prediction",
  bars: "Probability of each class",
  network: "The network, from image to prediction",
  cell: "Cell",
  close: "Close",
  dismiss: "Dismiss",
  restart: "Restart Python",
};

export const theme = { system: "Theme: system", light: "Theme: light", dark: "Theme: dark" };

export const sections = {
  label: "Explanations",
  names: {
    cell: "Cell",
    evidence: "Why this digit",
    steps: "From ink to image",
    time: "Timeline",
    compare: "Compare",
    test: "Test",
    code: "Code",
    train: "Train",
  },
};

export const help = {
  title: "Help",
  what: "A small convolutional neural network, written in plain NumPy, runs in this page. It reads a digit while you draw it. Every picture and every number between the ink and the prediction is computed from what is on the pad.",
  keysTitle: "Keys",
  keys: {
    digits: { key: "0 – 9", does: "on the pad or the sample buttons: draw a sample of that digit" },
    arrows: { key: "Arrow keys", does: "on the pad: move the pen; on a stage: move from cell to cell" },
    space: {
      key: "Space or Enter",
      does: "on the pad: lower or lift the pen; on a stage: open it or pin a cell",
    },
    shift: { key: "Shift + arrow keys", does: "move in larger steps" },
    escape: { key: "Escape", does: "unpin the cell, close what is open, then clear the pad" },
    undo: { key: "Ctrl + Z, Ctrl + Shift + Z", does: "undo and redo" },
    lecture: {
      key: "F",
      does: "lecture mode: one stage at a time, in full screen and large type; the arrow keys turn the pages",
      isOn: "F is in use",
    },
    stages: { key: "Tab", does: "go through all controls and stages" },
  },
  whereTitle: "Privacy",
  where:
    "Drawings and models stay on this device. Python runs in your browser, so nothing is sent to a server. A link that you share contains the drawing.",
  documentation: "Documentation",
  about: "About glasscnn",
};

export const status = {
  starting: "Starting …",
  unused: "Draw a digit, or point at the network: Python is loaded then.",
  waiting: "Still waiting for the site’s files. Check the connection, or reload the page.",
  /** `seconds` that are left, about; null while that is not known. */
  download: (/** @type {number} */ loaded, /** @type {number} */ total, /** @type {number | null} */ seconds) =>
    `Loading Python and NumPy: ${megabytes(loaded)} of ${megabytes(total)} MB${seconds === null ? "" : `, ${left(seconds)}`}`,
  restore: "Restoring Python …",
  fallback: "Quick start failed; starting Python from scratch …",
  python: "Starting Python …",
  numpy: "Importing NumPy …",
  model: "Loading the model …",
  ready: "Ready. Draw a digit.",
  reads: {
    drawing: "Reading your drawing",
    example: "Reading an example",
    picture: "Reading your picture",
    paper: "Reading empty paper",
  },
  took: (/** @type {number} */ milliseconds) => `The last reading took ${fixed(milliseconds, 1)} ms.`,
  slow: (/** @type {number} */ milliseconds) =>
    `A reading takes ${fixed(milliseconds / 1000, milliseconds < 100 ? 2 : 1)} s`,
  why: (/** @type {number} */ multiplications, /** @type {string} */ stage, /** @type {number} */ share) =>
    `This network does ${millions(multiplications)} multiplications for each reading; “${stage}” does ${fixed(100 * share, 0)} % of them.`,
  restarting: "Python has stopped; restarting it …",
  stopped: "Python has stopped.",
};

export const prediction = {
  nothing: "Draw a digit",
  waiting: "Waiting for Python …",
  sure: (/** @type {number} */ share) => `${sure(share).replaceAll(" ", "\u00a0")} sure`,
  old: "of the previous model",
  alone: (/** @type {number} */ share) => `${sure(share)} for this class`,
  ownJudgement: "Each class is judged on its own, so the bars need not add up to 100 %.",
  sentenceAlone: (/** @type {string} */ label, /** @type {number} */ share, /** @type {string} */ second) =>
    `The network reads ${label}, with ${sure(share)} for this class; the runner-up is ${second}.`,
  sentence: (/** @type {string} */ label, /** @type {number} */ share, /** @type {string} */ second) =>
    `The network reads ${label}, ${sure(share)} sure; the runner-up is ${second}.`,
};

export const pad = {
  label:
    "Drawing pad. Draw with mouse, finger or pen, or move the pen with the arrow keys and lower or lift it with Space. Digit keys draw samples.",
  sample: (/** @type {number} */ digit) => `Draw a sample ${digit}`,
  turn: "Your turn: draw a digit here",
  /** Where the keyboard's pen is, spoken after each key. */
  pen: (/** @type {number} */ row, /** @type {number} */ column, /** @type {boolean} */ isDown) =>
    `row ${row}, column ${column}, pen ${isDown ? "down" : "up"}`,
};

export const models = {
  own: "Your own model …",
  exportLines: "Export from PyTorch, Keras, scikit-learn …",
  loading: (/** @type {string} */ name) => `Loading ${name} …`,
};

export const errors = {
  /** An error message from Python, which is always in English. */
  english: (/** @type {string} */ reason) => reason,
  boot: (/** @type {string} */ reason) =>
    `Python could not start: ${reason} Your drawing is kept. Restart Python or reload the page.`,
  death: (/** @type {string} */ reason) =>
    `Python has stopped: ${reason} Your drawing and the model are kept. Restart Python to go on.`,
  memory: "Python has run out of memory. Your drawing and the model are kept. Close other pages, then restart Python.",
  model: (/** @type {string} */ reason) => `This model cannot be used. ${reason} The previous model stays.`,
  notShown: (/** @type {string} */ reason) => `This model could not be shown. ${reason} The previous model stays.`,
  withdrawn: (/** @type {string} */ name, /** @type {string} */ reason) =>
    `Python has stopped while it read with ${name}: ${reason} The previous model is back, and your drawing is kept.`,
  build: (/** @type {string} */ reason) =>
    `The page is incomplete: ${reason} Reload it. If that does not help, build the site again with “make site”.`,
  reading: (/** @type {string} */ reason) => `This drawing could not be read: ${reason} Try another drawing or model.`,
  notFound: (/** @type {string} */ file, /** @type {number} */ status) =>
    `${file} could not be fetched (${status > 0 ? `status ${status}` : "no answer"}).`,
  notLoaded: (/** @type {string} */ file) => `${file} could not be loaded.`,
  damagedScript: "one of its scripts has arrived damaged.",
  unexpected: (/** @type {string} */ reason) =>
    `Something unforeseen has happened in glasscnn (${reason}). Please report it, and what you did before.`,
  webPage: (/** @type {string} */ file) => `${file} could not be fetched: the host sends a web page in its place.`,
  damaged: (/** @type {string} */ file) => `${file} has arrived damaged.`,
  noWorker:
    "the browser did not start its worker. Either a script has not loaded, or the host of this page forbids workers: its Content-Security-Policy must allow “worker-src blob:”.",
  tooLarge: (/** @type {string} */ name) => `${name} is larger than 64 MB. Choose a smaller model file.`,
  noModel: (/** @type {string} */ name) =>
    `${name} is not a model file (.npz or .onnx). If it holds the weights of an .onnx file, choose both files together.`,
  notTogether: (/** @type {string} */ names) =>
    `These files do not form one model: ${names}. Choose one .npz, one picture, or one .onnx with its weight files.`,
  severalNetworks: (/** @type {string} */ name, /** @type {string} */ networks) =>
    `${name} holds several networks: ${networks}. Unpack it and choose one of them, with the files of its weights.`,
  cannotUnpack: (/** @type {string} */ name) =>
    `${name} is damaged or encrypted and cannot be unpacked here. Unpack it yourself, and choose the .onnx with the files of its weights.`,
  unreadable: (/** @type {string} */ name, /** @type {string} */ reason) =>
    `${name} could not be read from your disk: ${reason} Choose it again.`,
};

export const release = {
  text: "A new version of this page is ready. Your drawing will be kept.",
  update: "Update",
  later: "Later",
};

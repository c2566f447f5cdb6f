/** The dialog for sharing, loaded when it is opened. */

import { numbers } from "./numbers.js";

const { count, megabytes } = numbers;

export const sharing = {
  title: "Share",
  copy: "Copy",
  copied: "Copied",
  byHand: "The browser does not let this page copy. The text is selected: press Ctrl+C or ⌘C.",
  tabs: { link: "Link", embed: "Embed", file: "File" },
  link: {
    label: "Link to this drawing, model and view",
    contents: (/** @type {number} */ length) =>
      `${count(length)} characters. The drawing, the model’s name and the view are in the link itself; nothing is stored on a server.`,
    noAddress:
      "This page was opened from a file, which has no address that others could open. Hand on the file instead.",
    tooLongForCode: (/** @type {number} */ length) =>
      `${count(length)} characters, which is too long for a QR code. A drawing with fewer strokes has a shorter link.`,
    code: "QR code of the link",
    scan: "Point the camera of a phone at the code to open the link.",
    enlarge: "Enlarge",
    reduce: "Reduce",
    save: "Save code",
  },
  embed: {
    shown: "Shown",
    parts: /** @type {Record<string, string>} */ ({
      header: "Header",
      pad: "Pad",
      samples: "Sample digits",
      options: "Pen and placement",
      bars: "Probabilities",
      diagram: "Network",
      inspector: "Explanations",
      article: "Article",
    }),
    labels: {
      model: "Model",
      digit: "Digit at the start",
      lang: "Language",
      theme: "Theme",
      kind: "HTML",
      width: "Width",
      height: "Height in pixels",
    },
    example: "the page’s example",
    visitors: "the visitor’s",
    light: "light",
    dark: "dark",
    element: "element, as high as its content",
    iframe: "iframe of a fixed height",
    full: "as wide as the page",
    click: "Load the network only after a click",
    readonly: "The drawing cannot be changed",
    fit: "Fit the content into a height",
    preview: "Preview",
    code: "HTML for your page",
    frameTitle: "glasscnn: draw a digit, see the network read it",
    more: "All parameters, methods and messages",
    page: "embed/index.html", // which explains them
  },
  file: {
    what: "One HTML file with everything in it: the page, Python, the models, your drawing and the view as they are now. It opens with a double click, without a network: hand it out by e-mail, on a stick, or in a course system.",
    make: "Download file",
    progress: "Progress",
    making: (/** @type {number} */ done) => `Writing the file: ${done} %`,
    made: (/** @type {string} */ name, /** @type {number} */ bytes) =>
      `${name}, ${megabytes(bytes)} MB, is in your downloads.`,
    failed: (/** @type {string} */ reason) =>
      `The file could not be written: ${reason} Check the connection, and try again.`,
  },
  exportLines: {
    title: "A model from PyTorch, Keras or scikit-learn",
    pytorch: {
      name: "PyTorch",
      note: "With the shape of your images: (1, channels, height, width). If this writes model.onnx.data as well, choose both files together.",
    },
    keras: { name: "Keras 3", note: "Needs the package tf2onnx, or another backend’s exporter." },
    sklearn: {
      name: "scikit-learn",
      note: "Of an MLPClassifier, with the package skl2onnx; X holds the images as rows of pixels.",
    },
    after: "Then choose the file, or drop it on the page. It stays on this device.",
    choose: "Choose files …",
  },
  about: {
    title: "About glasscnn",
    version: (/** @type {string} */ version, /** @type {string} */ pyodide) =>
      `Version ${version}, with Python from Pyodide ${pyodide}.`,
    licence: (/** @type {string} */ licence) =>
      `Free software under the ${licence} licence. It contains Pyodide (MPL-2.0), NumPy (BSD-3-Clause), CodeMirror (MIT) and qr (MIT or Apache-2.0).`,
    cite: "How to cite",
    links: "Links",
    documentation: "Documentation",
    embed: "Embed it in your page",
  },
};

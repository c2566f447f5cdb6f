/** Input and output: links, the visitor's own pictures and models, files to save, embedding. */

import { numbers } from "./numbers.js";

const { fixed, percent } = numbers;

export const share = {
  button: "Share",
  title: "Share this drawing, model and view",
  refused: {
    damaged: "This link was cut off or edited, so it was not opened. Ask for a new copy, or draw.",
    newer: "This link was made with a newer version of the page. Reload the page, or draw.",
    tooLong: "This link is longer than any that this page makes, so it was not opened. Ask for a new copy, or draw.",
    tooMuch: "This drawing is too large for a link. Save it as a file, or undo part of it.",
  },
  ownModel: (/** @type {string} */ name) =>
    `This link needs the model “${name}”, whose file is not part of the link. The drawing is shown with another model. Load the file of “${name}”, then open the link again.`,
};

export const own = {
  image: {
    button: "Picture …",
    title: "Read a picture: choose, paste or drop one",
    photograph: "Photo …",
    heading: "From picture to image",
    tooLarge: "it is larger than 40 MB. Choose a smaller file.",
    unreadable: {
      svg: "it is an SVG, which describes lines and shapes and has no pixels. Save or export it as PNG.",
      tiff: "it is a TIFF, which browsers do not decode. Save it as PNG or JPEG.",
      heic: "it is a HEIC photo, which this browser does not decode. Save it as JPEG; an iPhone does so under Settings → Camera → Formats → Most Compatible.",
      other: "the browser cannot decode it. Use PNG, JPEG or WebP.",
    },
    falsified:
      "to protect your privacy, this browser falsifies the pixels of pictures, so the network would read noise. Allow this page to use canvas data (Firefox asks in the address bar) and choose the picture again, or draw.",
    refused: (/** @type {string} */ reason) => `This picture cannot be used: ${reason} Your drawing is kept.`,
    steps: /** @type {Record<string, (facts: Record<string, number>) => string>} */ ({
      picture: () => "Your picture. It stays on this device.",
      grey: () => "Greyscale: 0.299 red + 0.587 green + 0.114 blue.",
      contrast: ({ inverted }) =>
        `How much ${inverted ? "darker" : "lighter"} each pixel is than what lies on both of its sides: only thin lines are. Edges of paper and of shadows differ on one side, so they vanish.`,
      ink: ({ threshold }) =>
        `The digit: lines with a contrast above ${fixed(threshold, 2)} that are close together and do not run out of the picture.`,
      crop: ({ width, height }) => `Cropped to the ink: ${width} × ${height} pixels.`,
      pen: ({ before, after }) =>
        `The line is ${fixed(100 * before, 1)} % as wide as the digit; made ${fixed(100 * after, 0)} % wide, as with MNIST’s pens.`,
      box: ({ factor }) => `Scaled by ${fixed(factor, 2)}: the longer side takes 20/28 of the image, as in MNIST.`,
      centre: ({ down, right }) =>
        `Centre of mass moved to the middle: ${Math.abs(down)} ${down < 0 ? "up" : "down"}, ${Math.abs(right)} ${right < 0 ? "left" : "right"} (in pixels).`,
      colours: () => "The middle of the picture, scaled to the network’s size, in colour.",
      exact: ({ inverted }) =>
        inverted
          ? "Exactly the network’s size, so no pixel is moved. The border is bright, so it is inverted: 1 − brightness."
          : "Exactly the network’s size, so it is used unchanged.",
    }),
  },
  progress: {
    begun: (/** @type {string} */ name) => `Reading ${name} …`,
    step: (/** @type {string} */ name, /** @type {number} */ done, /** @type {number} */ total) =>
      `Reading ${name}: step ${done + 1} of ${total}.`,
    label: "Progress of the import",
    cancel: "Cancel",
  },
  model: {
    here: (/** @type {string} */ title) => `“${title}” runs on this device only. Nothing is sent to a server.`,
    kept: (/** @type {string} */ title) => `“${title}” is kept on this device for your next visit.`,
    unneeded: (/** @type {string[]} */ names) => `Not needed: ${names.join(", ")}.`,
    precision: {
      int8: "The file is quantised: it computes with whole numbers of few bits. The page computes with the numbers that these stand for, without rounding in between, so its answers differ a little.",
      float16: "The file’s numbers are float16; the page computes with float32, which is more accurate.",
      bfloat16: "The file’s numbers are bfloat16; the page computes with float32, which is more accurate.",
    },
    output: {
      label: "Output",
      several: (/** @type {number} */ count) =>
        `The network has ${count} outputs. The page reads the one that is most likely the answer; if it is another one, choose that.`,
    },
    slow: {
      question: (/** @type {string} */ title, /** @type {number} */ seconds) =>
        `“${title}” is a large network: on this device, each reading takes about ${seconds < 60 ? `${fixed(seconds, 0)} seconds` : `${fixed(seconds / 60, 0)} min`}. Use it anyway?`,
      use: "Use it",
      cancel: "Cancel",
      notWanted: (/** @type {string} */ title) => `“${title}” was not loaded.`,
    },
    keep: "Keep model",
    forget: "Forget model",
    close: "Close",
    scaling: {
      label: "How were its pixels scaled?",
      names: {
        unit: "0 … 1",
        mnist: "MNIST-normalised",
        signed: "−1 … 1",
        bytes: "0 … 255",
        imagenet: "ImageNet-normalised",
        inverted: "inverted (1 − x)",
      },
      right: (/** @type {number} */ right) => `${right} of 10 samples`,
      read: (/** @type {number} */ right) =>
        `The file does not say how pixels were scaled for training. With this scaling, ${right} of the ten sample digits are read correctly.`,
      instead: (/** @type {number} */ right, /** @type {string} */ other, /** @type {number} */ otherwise) =>
        `The file does not say how pixels were scaled for training. With this scaling, ${right} of the ten sample digits are read correctly; with ${other}, it would be ${otherwise}.`,
      unread: (/** @type {number} */ most) =>
        `The file does not say how pixels were scaled for training, and no scaling suits the ten sample digits: at most ${most} are read correctly. If you know the scaling, choose it.`,
      unknown:
        "The file does not say how pixels were scaled for training, and the sample digits cannot tell for this network. 0 … 1 is usual; if you know that the scaling was another, choose it.",
    },
    classes: {
      label: "Classes",
      numbered: (/** @type {number} */ last) => `0 … ${last}`,
      lists: {
        digits: "0 … 9",
        letters: "A … Z",
        "digits-letters": "0 … 9, A … Z",
        "fashion-mnist": "Fashion-MNIST",
        "cifar-10": "CIFAR-10",
      },
      typed: "Other names …",
      field: (/** @type {number} */ count) => `${count} names, separated by commas`,
      use: "Use",
      expected: (/** @type {number} */ count, /** @type {number} */ found) =>
        `Expected ${count} names, separated by commas; found ${found}.`,
    },
    size: {
      open: (/** @type {string} */ name) =>
        `${name} does not say how large its images are. Height and width, in pixels, as in its training:`,
      height: "Height in pixels",
      width: "Width in pixels",
      load: "Load",
    },
    heads: {
      sigmoid:
        "It ends with a sigmoid for each class: each is judged on its own, so the percentages need not add up to 100.",
      binary: "It has one output, a sigmoid: the probability of the second class. The rest is that of the first.",
      log_softmax: "Its output are logarithms of probabilities (log softmax); the page shows the probabilities.",
      percent: "Its output are percentages; the page shows them as probabilities.",
    },
    blocked:
      "The browser lets the page store nothing here, for example in a private window or a frame. Load the file again next time.",
  },
};

export const take = {
  button: "Save",
  title: "Save pictures, data and code",
  which: "Stage",
  map: "Map",
  allMaps: "all maps",
  mapNumber: (/** @type {number} */ number) => `map ${number}`,
  nothing: "nothing has been read yet. Draw a digit first.",
  failed: (/** @type {string} */ reason) => `The file could not be saved: ${reason}`,
  falsified:
    "to protect your privacy, this browser falsifies the pixels of pictures, so the file would contain noise. Allow this page to use canvas data (Firefox asks in the address bar) and try again, or save the activations.",
  read: (/** @type {string} */ label, /** @type {number} */ share) => `${label}: ${percent(share)}`,
  choices: {
    stage: "Stage (PNG)",
    network: "Network (PNG)",
    diagram: "Network (SVG)",
    activations: "Activations (NPZ)",
    prediction: "Prediction (JSON)",
    notebook: "Jupyter notebook",
    script: "Python script",
  },
};

export const embed = {
  load: "Load network",
  poster: "A small neural network reads this digit in your browser, and you can look at every number on the way.",
  badValue: (/** @type {string} */ name, /** @type {string} */ found, /** @type {string} */ expected) =>
    `The address contains ${name}=${found}; expected one of ${expected}. The default is used.`,
  badStrokes:
    "The strokes in the address cannot be read; expected a form like 60,60 220,60 120,240;100,150 190,150. The pad stays empty.",
  badOrigin: (/** @type {string} */ found) =>
    `The address contains origin=${found}; expected an origin like https://course.example. Messages from other pages are ignored.`,
  unknownType: (/** @type {string} */ type) =>
    `Unknown message type “${type}”; expected predict, setStrokes, setState, getState or loadModel.`,
};

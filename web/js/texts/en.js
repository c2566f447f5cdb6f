/** Every word that the page says, in English. */

import { numbersOf } from "./numbers.js";

const numbers = numbersOf("en", " ");
const { count, fixed, megabytes, percent } = numbers;

/** @typedef {{ title: string, label: string, share: string }} Said what a model reads, and how sure it is */
/** @typedef {{ label: string, share: string }} Read */
/** @typedef {{ sum: string, rest: string, logit: string, name: string, share: string }} Sum */
/** @typedef {Record<string, number>} Facts */

export const en = {
  numbers,
  status: {
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
  },
  prediction: {
    nothing: "Draw a digit",
    waiting: "Will be read once Python is up",
    sure: (/** @type {number} */ share) => `${percent(share)} sure`,
    sentence: (/** @type {string} */ label, /** @type {number} */ share, /** @type {string} */ second) =>
      `The network reads ${label}, ${percent(share)} sure; next comes ${second}.`,
  },
  pad: {
    label:
      "Drawing pad. Draw with mouse, finger or pen; or press arrow keys to move a pen and Space to put it down or lift it. Digit keys draw samples.",
    sample: (/** @type {number} */ digit) => `Draw a sample ${digit}`,
    penDown: "Pen down",
    penUp: "Pen up",
  },
  stage: {
    shape: (/** @type {number[]} */ shape) => shape.join("×"),
    parameters: (/** @type {number} */ number) => `${count(number)} parameter${number === 1 ? "" : "s"}`,
    open: (/** @type {string} */ title) => `Show ${title} large`,
    map: (/** @type {number} */ number, /** @type {number} */ count) => `map ${number} of ${count}`,
    brightest: (/** @type {string} */ value) => `max ${value}`,
    label: (/** @type {string} */ title, /** @type {string} */ shape) => `${title}: ${shape}`,
    heading: "Stages",
    hint: "Choose a stage of the network to see its maps large.",
    quiet: "silent on this drawing",
    explain: /** @type {Record<string, string>} */ ({
      input: "The image that the network gets: 0 is paper, 1 is ink.",
      conv2d:
        "Each map looks for one small pattern: its kernel slides over the maps before, and every cell is a weighted sum of one window.",
      relu: "ReLU keeps what is above 0 and makes the rest 0.",
      leaky_relu: "Leaky ReLU keeps what is above 0 and makes what is below small.",
      max_pool2d: "Of every window only the largest value stays: the maps get smaller, what was found stays.",
      avg_pool2d: "Every window becomes its mean: the maps get smaller and smoother.",
      global_avg_pool2d: "Each map becomes one number, its mean: how much of its pattern there is, wherever it is.",
      linear: "Every number is a weighted sum of all numbers before: evidence for and against.",
      softmax: "The logits as shares of 100 %: e to the power of each, divided by the sum of all.",
      add: "What comes from several stages is added cell by cell.",
      concat: "Maps of several stages are put side by side.",
      flatten: "All maps as one long row of numbers.",
      batch_norm2d: "Each map scaled and shifted by what training has measured.",
      sigmoid: "Sigmoid squeezes every number between 0 and 1.",
      tanh: "tanh squeezes every number between −1 and 1.",
    }),
  },
  sentences: {
    nothing: "Nothing is drawn: this is what the network makes of empty paper.",
    noInk: "There is no ink in it.",
    ink: (/** @type {number} */ inked, /** @type {number} */ pixels, /** @type {number} */ share) =>
      `The ink covers ${inked} of ${pixels} pixels, ${percent(share)}.`,
    dark: "All its maps are silent: nothing is above 0 on this drawing.",
    brightest: (
      /** @type {number} */ map,
      /** @type {number} */ maps,
      /** @type {string} */ value,
      /** @type {string} */ where,
    ) => `${maps === 1 ? "It" : `Map ${map} of ${maps}`} is brightest, ${value}${where && `, ${where}`}.`,
    under: {
      turn: "where the stroke turns",
      end: "where a stroke ends",
      line: "on the stroke",
      edge: "at the edge of the ink",
      paper: "where there is no ink",
    },
    silent: (/** @type {number} */ silent, /** @type {number} */ maps, /** @type {number} */ share) =>
      `${silent === 0 ? "No map is" : silent === 1 ? "1 map is" : `${silent} of ${maps} maps are`} silent; ${percent(share)} of all cells fire.`,
    largest: (
      /** @type {string} */ number,
      /** @type {number} */ count,
      /** @type {string} */ value,
      /** @type {string} */ next,
    ) => `Number ${number} of ${count} is largest, ${value}${next && `; next come ${next}`}.`,
    zeros: (/** @type {number} */ zeros, /** @type {number} */ count) =>
      `${zeros} of ${count} ${zeros === 1 ? "is" : "are"} 0.`,
    leads: (
      /** @type {string} */ first,
      /** @type {string} */ value,
      /** @type {string} */ second,
      /** @type {string} */ ahead,
    ) => `Class ${first} leads with ${value}, ${ahead} ahead of class ${second}.`,
    shares: (
      /** @type {string} */ first,
      /** @type {number} */ share,
      /** @type {string} */ second,
      /** @type {number} */ ahead,
    ) =>
      `Class ${first} gets ${percent(share)}, ${fixed(100 * ahead, 1)} points more than class ${second}${ahead < 0.2 ? ": a close call" : ""}.`,
    broken: "Some of its numbers are not finite: the network has left what a float32 can hold.",
  },
  tour: {
    start: "Take the tour",
    resume: "Go on with the tour",
    next: "Next",
    back: "Back",
    finish: "Finish",
    leave: "Leave the tour",
    draw: "Draw one for me",
    count: (/** @type {number} */ number, /** @type {number} */ steps) => `Step ${number} of ${steps}`,
    read: (/** @type {string} */ label, /** @type {number} */ share) =>
      `The network reads ${label}, ${percent(share)} sure.`,
    steps: {
      pad: {
        title: "Draw a 7",
        text: "Draw on the black pad with mouse, finger or pen, or with arrow keys and Space. The network reads it while you draw; nothing leaves this computer.",
      },
      image: {
        title: "What the network gets",
        text: "The ink becomes an image of few pixels, each a number from 0 to 1, brought to the size and the middle that the network has learned from.",
      },
      maps: {
        title: "Small patterns",
        text: "Each of these feature maps looks everywhere for one small pattern, such as an edge in one direction. It is bright where it finds it.",
      },
      cell: {
        title: "Ask any cell why",
        text: "Point at a cell, or go to a stage with Tab and use the arrow keys: what it is computed from lights up in the maps before, and its arithmetic stands below the diagram. Choose a stage to see its maps large.",
      },
      pool: {
        title: "Smaller maps",
        text: "Pooling makes one number of every small window. The maps shrink, and it matters less where exactly a pattern lies.",
      },
      numbers: {
        title: "From maps to numbers",
        text: "From here on there are no places any more: each number says how much of something there is in the whole drawing.",
      },
      logits: {
        title: "Evidence for each class",
        text: "Weighing these numbers gives each digit its logit: the more speaks for it, the larger it is.",
      },
      answer: {
        title: "The answer",
        text: "Softmax turns the logits into shares of 100 %. Draw something between two digits, and watch them argue.",
      },
    },
  },
  help: {
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
  },
  look: {
    hint: "Point at any cell of any map, with the mouse or a finger, or with the arrow keys on a stage: here it says where its number comes from.",
    waiting: "Python is on its way; the numbers behind this cell come as soon as it is up.",
    stopped: "Python has stopped; the numbers behind this cell come back with it.",
    gone: "The model was changed, and the pinned cell went with the one before. Point at another.",
    broken: (/** @type {string} */ reason) => `This cell cannot be explained: ${reason}`,
    empty: "Nothing is drawn: every pixel is 0, and this is what the network makes of it.",
    input: "This is a pixel of the image: it comes from your pen.",
    notFinite: (/** @type {string} */ value) =>
      `This cell is ${value}: somewhere before it the network's numbers have left what a float32 can hold, so there is nothing that would add up.`,
    normalised: (/** @type {string} */ mean, /** @type {string} */ deviation) =>
      `The image is normalised first: (pixel − ${mean}) ÷ ${deviation}. Padding is added after that, so it is 0.`,
    title: (/** @type {string} */ stage, /** @type {string} */ cell) => `${stage}, ${cell}`,
    map: (/** @type {number} */ number) => `map ${number}`,
    mapOf: (/** @type {number} */ number, /** @type {number} */ count) => `map ${number} of ${count}`,
    number: (/** @type {number} */ number) => `number ${number}`,
    numberOf: (/** @type {number} */ number, /** @type {number} */ count) => `number ${number} of ${count}`,
    ofClass: (/** @type {string} */ label) => `class ${label}`,
    cell: (/** @type {string} */ map, /** @type {number} */ row, /** @type {number} */ column) =>
      `${map}, row ${row}, column ${column}`,
    pointed: (/** @type {string} */ title, /** @type {string} */ value) => `${title}: ${value}. Press Enter to pin.`,
    pinned: (/** @type {string} */ title, /** @type {string} */ value) => `Pinned: ${title}: ${value}. Escape lets go.`,
    released: "Let go.",
    pin: "Pin",
    letGo: "Let go",
    views: { maps: "Maps", sliding: "Slide", kernels: "Kernels" },
    viewsLabel: "What is shown of the stage",
    arithmetic: "Window × kernel = products, for each map",
    from: (/** @type {string} */ stage) => `${stage} × weights:`,
    moreMaps: (/** @type {number} */ count, /** @type {string} */ sum) =>
      `${count} more map${count === 1 ? "" : "s"}: ${sum}`,
    moreNumbers: (/** @type {number} */ count, /** @type {string} */ sum) => `${count} more: ${sum}`,
    sumOfMaps: (/** @type {number} */ count) => (count === 1 ? "products of 1 map" : `products of ${count} maps`),
    sumOfNumbers: (/** @type {number} */ count) => `sum of ${count} products`,
    largestOf: (/** @type {number} */ count) => `largest of ${count}`,
    bias: "bias",
    ops: {
      input: "pixel",
      conv2d: "convolution",
      linear: "linear",
      relu: "ReLU",
      leaky_relu: "leaky ReLU",
      sigmoid: "sigmoid",
      tanh: "tanh",
      batch_norm2d: "batch norm",
      max_pool2d: "largest",
      avg_pool2d: "mean",
      global_avg_pool2d: "mean of the map",
      add: "sum",
      concat: "handed on",
      flatten: "handed on",
      softmax: "share",
    },
    winner: (
      /** @type {number} */ count,
      /** @type {string} */ stage,
      /** @type {string} */ map,
      /** @type {string} */ value,
      /** @type {number} */ row,
      /** @type {number} */ column,
    ) => `Of ${count} numbers of ${stage}, ${map}, the largest stays: ${value}, from row ${row}, column ${column}.`,
    mean: (
      /** @type {number} */ count,
      /** @type {string} */ stage,
      /** @type {string} */ map,
      /** @type {string} */ sum,
      /** @type {number} */ divisor,
      /** @type {string} */ value,
    ) => `The ${count} numbers of ${stage}, ${map}, add up to ${sum}; divided by ${divisor} that is ${value}.`,
    relu: (/** @type {string} */ got, /** @type {string} */ gave) =>
      got === gave
        ? `ReLU lets ${got} pass, since it is above 0.`
        : `ReLU turns ${got} into ${gave}: what is below 0 is cut off.`,
    clipped: (/** @type {string} */ got, /** @type {string} */ gave, /** @type {string} */ most) =>
      `ReLU keeps ${got} between 0 and ${most}: ${gave}.`,
    leaky: (/** @type {string} */ got, /** @type {string} */ gave, /** @type {string} */ slope) =>
      got === gave
        ? `Leaky ReLU lets ${got} pass.`
        : `Leaky ReLU: below 0 it is made small, ${got} × ${slope} = ${gave}.`,
    sigmoid: (/** @type {string} */ got, /** @type {string} */ gave) => `Sigmoid: 1 ÷ (1 + e^−(${got})) = ${gave}.`,
    tanh: (/** @type {string} */ got, /** @type {string} */ gave) => `tanh(${got}) = ${gave}.`,
    norm: (
      /** @type {string} */ got,
      /** @type {string} */ gave,
      /** @type {string} */ mean,
      /** @type {string} */ variance,
      /** @type {string} */ factor,
      /** @type {string} */ shift,
      /** @type {string} */ eps,
    ) => `Batch norm: (${got} − ${mean}) ÷ √(${variance} + ${eps}) × ${factor} + ${shift} = ${gave}.`,
    class: "class",
    logit: "logit",
    exponential: "e^(logit − largest)",
    share: "share",
    sum: "sum",
    lessLargest: (/** @type {string} */ largest) =>
      `The largest logit, ${largest}, is subtracted first: the shares stay the same, and no power gets too large.`,
    python: "The same in Python",
    setup: "Lines before it (Python counts from 0)",
    copy: "Copy",
    copied: "Copied, with the lines before it.",
    notCopied: "The browser does not let this page copy. The line is selected: copy it with Ctrl+C.",
    slide: {
      play: "Play",
      pause: "Pause",
      back: "Step back",
      forward: "Step forward",
      scrub: "Window",
      speed: "Speed",
      speeds: { slow: "slow", normal: "normal", fast: "fast" },
      place: (/** @type {number} */ number, /** @type {number} */ count) => `window ${number} of ${count}`,
      none: "No window slides here: each of these numbers is computed from all that it needs at once.",
    },
    kernels: {
      none: "This stage has no kernels: it has nothing to learn.",
      fires: (/** @type {number} */ share) => `fires on ${percent(share)}`,
      bias: (/** @type {string} */ value) => `bias ${value}`,
      show: (/** @type {number} */ number) => `Show map ${number}, and where this kernel fires most`,
    },
  },
  models: {
    own: "Your own model …",
    loading: (/** @type {string} */ name) => `Loading ${name} …`,
    loaded: (/** @type {string} */ title) => `${title} is in force. It stays on this computer.`,
  },
  errors: {
    boot: (/** @type {string} */ reason) => `Python could not be started: ${reason} Your drawing is kept.`,
    death: (/** @type {string} */ reason) => `Python has stopped: ${reason} Your drawing and the model are kept.`,
    memory: "Python has run out of memory. Your drawing and the model are kept.",
    model: (/** @type {string} */ reason) => `This model cannot be used. ${reason} The model before stays in force.`,
    build: (/** @type {string} */ reason) =>
      `The page is not complete: ${reason} Reload it; if it stays so, build the site again with “make site”.`,
    reading: (/** @type {string} */ reason) => `This drawing could not be read: ${reason}`,
    notFound: (/** @type {string} */ file, /** @type {number} */ status) =>
      `${file} could not be fetched (status ${status}).`,
    tooLarge: (/** @type {string} */ name) => `${name} is larger than 64 MB.`,
  },
  release: {
    text: "A newer version of this page is here. Your drawing is kept.",
    update: "Update",
    later: "Later",
  },
  share: {
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
    },
    ownModel: (/** @type {string} */ name) =>
      `This link was made with a model of somebody’s own, “${name}”, which a link does not carry. The drawing is shown with another; load the file of “${name}” and open the link again.`,
  },
  own: {
    image: {
      button: "Image …",
      title: "Read a picture: choose, paste or drop one",
      photograph: "Photo …",
      heading: "From your picture to the image",
      tooLarge: "It is larger than 40 MB.",
      unreadable: "The browser cannot read it as a picture; use PNG, JPEG or WebP.",
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
      }),
    },
    model: {
      here: (/** @type {string} */ title) => `“${title}” runs on this computer only. Nothing of it is sent anywhere.`,
      kept: (/** @type {string} */ title) => `“${title}” is kept on this computer for your next visit.`,
      keep: "Keep it for next time",
      forget: "Forget it",
      close: "Close",
      blocked:
        "This browser lets the page keep nothing here, as in a private window or a frame; load the file again next time.",
    },
  },
  take: {
    button: "Save",
    title: "Take it with you",
    which: "Stage",
    map: "Map",
    allMaps: "all maps",
    mapNumber: (/** @type {number} */ number) => `map ${number}`,
    nothing: "Nothing has been read yet; draw a digit first.",
    failed: (/** @type {string} */ reason) => `The file could not be made: ${reason}`,
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
  },
  embed: {
    load: "Load the network",
    badValue: (/** @type {string} */ name, /** @type {string} */ found, /** @type {string} */ expected) =>
      `The address says ${name}=${found}, which is not known; it can be ${expected}. The default is taken.`,
    badStrokes:
      "The address’s strokes are not readable; they are written as 60,60 220,60 120,240;100,150 190,150. The pad is left empty.",
    badOrigin: (/** @type {string} */ found) =>
      `The address says origin=${found}, which is no origin like https://course.example; such a page is not talked to.`,
    unknownType: (/** @type {string} */ type) =>
      `There is no message of type “${type}”; there are predict, setStrokes, setState, getState and loadModel.`,
  },
  /** Parts of the names that model files give their stages. */
  titles: /** @type {Record<string, string>} */ ({
    "Average pooling": "Average pooling",
    Convolution: "Convolution",
    Dense: "Dense",
    "Global average": "Global average",
    Image: "Image",
    Linear: "Linear",
    "Max pooling": "Max pooling",
    Softmax: "Softmax",
    Sum: "Sum",
    stride: "stride",
  }),
  page: {
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
  },
  theme: { system: "Theme: as the system", light: "Theme: light", dark: "Theme: dark" },
  sections: {
    label: "Look inside",
    names: {
      cell: "Cell",
      evidence: "Why this digit",
      steps: "From ink to image",
      time: "Time",
      compare: "Compare",
    },
  },
  scales: {
    label: "Colours of the maps",
    scope: "Colours span",
    colormap: "in",
    signs: "with signs, before ReLU",
    scopes: { map: "each map", stage: "each stage", network: "the whole network" },
    colormaps: { ember: "ember", sea: "sea", moon: "moon" },
    legend: {
      least: "least",
      most: "each its own most",
      same: (/** @type {string} */ low, /** @type {string} */ high) =>
        `Colours go from ${low}, dark, to ${high}, bright`,
      own: (/** @type {string} */ low, /** @type {string} */ high) =>
        `Each map’s colours span its own numbers; all of them lie between ${low} and ${high}`,
    },
  },
  time: {
    label: "Look back at the drawing’s time",
    play: "Play the drawing again",
    pause: "Pause",
    at: (/** @type {string} */ now, /** @type {string} */ end) => `${now} of ${end} s`,
    seconds: (/** @type {string} */ time) => `${time} s`,
    back: "You look back: what you draw now goes to the drawing’s end, and nothing is lost.",
    readout: (/** @type {string} */ now, /** @type {{ name: string, share: string }[]} */ best) =>
      `After ${now} s: ${best.map(({ name, share }) => `${name} ${share}`).join(", ")}.`,
    nothing: "Draw a digit: its time can be looked back at here, and what the network read when.",
    reading: "Reading what was there before …",
    notFinite: "The network gives numbers that are not finite: there are no probabilities to draw.",
    failed: (/** @type {string} */ reason) => `The drawing’s time could not be read: ${reason}`,
    story: (/** @type {{ name: string, seconds: string }[]} */ parts) => {
      const [first, ...others] = parts;
      const later = others.map(({ name, seconds }) => `from ${seconds} s on as ${name}`);
      return later.length > 0
        ? `Read as ${first.name} at first, ${later.join(", ")}.`
        : `Read as ${first.name} all the time.`;
    },
  },
  compare: {
    label: "Second model",
    none: "Choose one …",
    className: "Class",
    diagram: "The second network, from image to answer",
    hint: "Choose a second model: it reads the same ink, stage by stage and bar by bar.",
    loading: (/** @type {string} */ name) => `Loading ${name} …`,
    nothing: "Draw a digit, and both read it.",
    refused: (/** @type {string} */ name, /** @type {string} */ reason) => `${name} cannot be compared. ${reason}`,
    notFinite: (/** @type {string} */ title) => `${title} gives numbers that are not finite, so it reads nothing.`,
    agree: (/** @type {Said} */ one, /** @type {Said} */ other) =>
      `Both read ${one.label}: ${one.title} is ${one.share} sure, ${other.title} ${other.share}.`,
    differ: (/** @type {Said} */ one, /** @type {Said} */ other) =>
      `They disagree: ${one.title} reads ${one.label}, ${one.share} sure; ${other.title} reads ${other.label}, ${other.share} sure.`,
  },
  evidence: {
    of: "Evidence for",
    ranks: ["the most probable", "the second"],
    waiting: "What speaks for a class is shown here once Python has read the drawing.",
    nothing: "Draw a digit: here you see which of its places speak for a class, and which against it.",
    notFinite: "The network gives numbers that are not finite: no place speaks for any class.",
    failed: (/** @type {string} */ reason) => `The evidence could not be found: ${reason}`,
    pending: "Covering place after place …",
    cam: "Class activation map",
    gradient: "Gradient × activation",
    covered: "What is lost where paper covers it",
    mapLabel: (/** @type {string} */ name) => `Where the evidence for ${name} lies, over the image`,
    coveredLabel: (/** @type {string} */ name) => `By how much the logit of ${name} falls where paper covers the image`,
    exactly: (/** @type {string} */ stage) =>
      `Orange speaks for the class, blue against it. Exact: this network averages the maps of “${stage}” and weighs them, so the map and the bias add up to the logit.`,
    roughly: (/** @type {string} */ stage) =>
      `Orange speaks for the class, blue against it. An estimate: gradient × activation of “${stage}”; what it leaves over is said below each map.`,
    adds: (/** @type {Sum} */ { sum, rest, logit, name, share }) =>
      `map ${sum} and bias ${rest} make the logit ${logit} of ${name}: ${share}`,
    leaves: (/** @type {Sum} */ { sum, rest, logit, name, share }) =>
      `map ${sum} and what it leaves over ${rest} make the logit ${logit} of ${name}: ${share}`,
  },
  steps: {
    waiting: "The way from ink to image is shown here once Python has read the drawing.",
    nothing: "Draw a digit: here you see how its ink becomes the image that the network gets.",
    failed: (/** @type {string} */ reason) => `The steps could not be shown: ${reason}`,
    notApplied: "(Not taken: the switch says “as drawn”.)",
    notFinite: "not finite",
    broken: "The network gives numbers that are not finite: it reads nothing, however the ink is placed.",
    agree: (/** @type {Read} */ drawn, /** @type {Read} */ centred) =>
      `As drawn and centred, the network reads ${centred.label}: ${drawn.share} sure as drawn, ${centred.share} centred.`,
    differ: (/** @type {Read} */ drawn, /** @type {Read} */ centred, /** @type {string} */ step) =>
      `As drawn the network reads ${drawn.label}, ${drawn.share} sure; centred it reads ${centred.label}, ${centred.share} sure: the step “${step}” makes the difference.`,
    of: {
      ink: { title: "As drawn", facts: (/** @type {Facts} */ _) => "The pad at 28 × 28, the ink where you put it." },
      box: {
        title: "Its bounds",
        facts: (/** @type {Facts} */ { left, top, right, bottom }) =>
          `From ${fixed(left, 0)}, ${fixed(top, 0)} to ${fixed(right, 0)}, ${fixed(bottom, 0)} on the pad of 280 × 280.`,
      },
      scale: {
        title: "Scaled",
        facts: (/** @type {Facts} */ { factor }) =>
          `${fixed(factor, 2)} times as large: its longer side takes 20 pixels.`,
      },
      mass: {
        title: "Centre of mass",
        facts: (/** @type {Facts} */ { x, y }) =>
          `The ink balances at ${fixed(x, 1)}, ${fixed(y, 1)}; the middle is 14, 14.`,
      },
      shift: {
        title: "Shifted",
        facts: (/** @type {Facts} */ { dx, dy }) =>
          `By ${fixed(dx, 0)} across and ${fixed(dy, 0)} down, in pixels, into the middle.`,
      },
      normalise: {
        title: "Normalised",
        facts: (/** @type {Facts} */ { mean, std, lowest, highest }) =>
          `Less ${fixed(mean, 3)}, divided by ${fixed(std, 3)}: from ${fixed(lowest, 2)} to ${fixed(highest, 2)}.`,
      },
    },
  },
};

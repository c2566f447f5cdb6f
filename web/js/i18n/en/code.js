/** The panel "Code", loaded when it is opened. */

import { numbers } from "./numbers.js";

const { count, fixed, short, sure } = numbers;

const time = (/** @type {number} */ milliseconds) =>
  milliseconds < 1000 ? `${short(milliseconds)} ms` : `${fixed(milliseconds / 1000, 1)} s`;

export const code = {
  operator: "Operator",
  start: "Begin with",
  starts: { array: "array code", loops: "loops" },
  run: "Run",
  runTitle: "Run (Ctrl+Enter)",
  stop: "Stop",
  live: "Live",
  liveTitle: "Run while you type, and read every drawing",
  again: "Start again",
  againTitle: "Replace the text with the one to begin with; undo brings yours back",
  versions: "Versions",
  chooseVersion: "Versions …",
  noVersions: "No versions yet",
  version: (/** @type {string} */ when, /** @type {number} */ lines) => `${when}, ${count(lines)} lines`,
  editor: (/** @type {string} */ op) => `Your ${op} in Python`,
  leave: "Escape, then Tab leaves the editor.",
  hint: (/** @type {string} */ op) =>
    `This is ${op} in readable NumPy. Change it and run it: a second Python reads your drawing with your code, and each stage that it computes is compared with the engine’s.`,
  python: {
    starting: "Your Python is starting …",
    failed: (/** @type {string} */ reason) =>
      `Your code cannot run here: the sealed frame for it could not be made (${reason}). The rest of the page works.`,
  },
  beat: (/** @type {number} */ seconds, /** @type {number} */ line, /** @type {string} */ locals) =>
    [`running ${fixed(seconds, 1)} s`, line > 0 ? `line ${count(line)}` : "", locals].filter(Boolean).join(", "),
  stopped: "Stopped. Change the code, or run it again.",
  overtime: (/** @type {number} */ line, /** @type {string} */ locals) =>
    `It took too long and was stopped${line > 0 ? ` in line ${count(line)}${locals && `, ${locals}`}` : ""}.`,
  ended: (/** @type {string} */ reason) => `Your Python has ended: ${reason}. It is starting again.`,
  defined: (/** @type {string} */ op) => `Your ${op} is defined. Draw a digit for it to read.`,
  restored: "The version is back; undo returns to the text before.",
  began: "The text is the one to begin with; undo brings yours back.",
  speed: (/** @type {string} */ op, /** @type {number} */ own, /** @type {number} */ engine) =>
    `A reading with your ${op} takes ${time(own)}, with the engine ${time(engine)}.`,
  reads: (/** @type {string} */ label, /** @type {number} */ share) =>
    `Your network reads ${label}, ${sure(share)} sure.`,
  readsNone: "Your network’s probabilities are not finite (infinite or NaN), so it reads nothing.",
  results: "Results",
  nothing: "What your code makes of the drawing appears here.",
  unused: (/** @type {string} */ op, /** @type {string} */ model) =>
    `${model} shows no stage that ${op} computes on its own.`,
  old: "Of an earlier drawing or text.",
  agrees: "yours ✓",
  differs: "yours ≠",
  same: "agrees with the engine",
  largest: (/** @type {string} */ difference) => `differs from the engine by up to ${difference}`,
  ownMaps: (/** @type {string} */ title) => `Your maps of “${title}”`,
  difference: (/** @type {string} */ title) => `Your maps of “${title}” minus the engine’s`,
  own: "yours",
  minus: "yours − engine",
  firstDiffers: "First difference:",
  values: (/** @type {string} */ found, /** @type {string} */ expected) => `yours ${found}, the engine’s ${expected}`,
  frames: "Where it happened",
  frame: (/** @type {string} */ name, /** @type {number} */ line) => `${name}, line ${count(line)}`,
  goTo: (/** @type {number} */ line) => `Line ${count(line)}`,
  output: "Output",
  linked: "This code came with a link. Read it first: nothing of it has run.",
  allow: "I have read it, let it run",
  decline: "Back to my own",
  unknown: (/** @type {string} */ name, /** @type {string} */ model) =>
    `The link holds code for ${name}, which ${model} does not have.`,
  unreadable: "The code in the link is damaged.",
  changed: "The text to begin with has changed since you began. Yours is kept.",
  takeNew: "Start with the new one",
  keepOwn: "Keep mine",
  blocked:
    "This browser keeps nothing for this page: your code lasts until the page is closed. Copy what you want to keep.",
};

/** What is said about a training: its state in one sentence, and what can be learned from it. */

import { messageOf, sentenceOf } from "../../../i18n/error-text.js";
import { texts } from "../../../i18n/language.js";

/** @import { RightOf } from "../../../protocol/sandbox-messages.js" */
/** @import { OwnDigit } from "../tray/digit-tray.js" */
/** @import { Trainer } from "./trainer.js" */

const FORGOTTEN = 0.1; // accuracy on strangers' digits that a network has lost if it has forgotten
const OVERFITTED = 0.15; // accuracy on own digits beyond that on strangers' if a network has learned a hand by heart

/**
 * What the tray holds for a training that has not begun.
 * @param {OwnDigit[]} digits
 * @param {string[]} classes of the network
 */
export function traySentences(digits, classes) {
  const words = texts.train.training;
  if (digits.length === 0) {
    return [words.empty];
  }
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { label } of digits) {
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  const labels = [...counts.keys()];
  const added = labels.filter((label) => !classes.includes(label));
  const single = labels.filter((label) => counts.get(label) === 1);
  return [
    words.ready(digits.length),
    ...(added.length > 0 ? [words.added(added, classes.length)] : []),
    ...(single.length > 0 ? [words.single(single)] : []),
  ];
}

/**
 * @param {Trainer} trainer that has been asked to train
 * @param {{ isStarting: boolean, isUnavailable: boolean }} sandbox
 */
export function stateSentence({ state, begun, record, diverged, error }, { isStarting, isUnavailable }) {
  const words = texts.train.training;
  switch (state) {
    case "preparing":
      return isStarting ? words.starting : words.preparing;
    case "running":
      return words.running(begun?.learned ?? 0, begun?.remembered ?? 0);
    case "paused":
      return words.paused;
    case "done":
      return words.done;
    case "diverged":
      return words.diverged(record.start + (diverged?.number ?? 0), diverged?.kept ? record.start + diverged.kept : 0);
    case "refused":
      return words.refused(sentenceOf(error));
    case "lost":
      return isUnavailable ? words.unavailable(messageOf(error)) : words.lost(messageOf(error), record.step);
    default:
      return "";
  }
}

/**
 * What a training has shown, once it rests.
 * @param {Trainer} trainer
 * @param {string} name of the network
 */
export function remarksOn({ begun, lesson, record }, name) {
  const words = texts.train.training.remarks;
  const [first, last] = [record.measured[0], record.newest];
  if (!begun || !lesson || !last) {
    return [];
  }
  const { what, source, remember } = lesson.settings;
  const remarks = [];
  if (begun.added.length > 0 && begun.features > 0 && begun.features < begun.classes.length) {
    remarks.push(words.narrow(name, begun.features, begun.classes.length));
  }
  if (what !== "tiny" && !remember && rate(first.strangers) - rate(last.strangers) >= FORGOTTEN) {
    remarks.push(words.forgotten(first.strangers.right, last.strangers.right, last.strangers.of));
  }
  if (what === "tiny" && last.strangers.of > 0 && last.number === record.of) {
    remarks.push(tinyRemark(last, source));
  }
  return remarks.filter(Boolean);
}

/**
 * @param {{ own: RightOf, strangers: RightOf }} measured
 * @param {"samples" | "tray"} source
 */
function tinyRemark({ own, strangers }, source) {
  const { percent } = texts.numbers;
  const words = texts.train.training.remarks;
  if (source === "samples") {
    return words.fromTen(percent(rate(strangers)));
  }
  const isOverfitted = own.of > 0 && rate(own) - rate(strangers) >= OVERFITTED;
  return isOverfitted ? words.overfitted(percent(rate(own)), percent(rate(strangers))) : "";
}

/** @param {RightOf} share */
const rate = ({ right, of }) => (of > 0 ? right / of : 0);

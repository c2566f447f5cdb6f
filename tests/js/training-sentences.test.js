import assert from "node:assert/strict";
import { test } from "node:test";
import { train } from "../../web/js/i18n/en/train.js";
import { addTexts } from "../../web/js/i18n/language.js";
import { remarksOn, stateSentence, traySentences } from "../../web/js/panels/train/training/sentences.js";
import { TrainingRecord } from "../../web/js/panels/train/training/training-record.js";

const TEN = [..."0123456789"];
const UP = { isStarting: false, isUnavailable: false };

await addTexts("train", { train });

/** @param {string[]} labels */
const digits = (...labels) => /** @type {any[]} */ (labels.map((label, id) => ({ id, label, strokes: [] })));

test("an empty tray is said with how to fill it", () => {
  assert.match(
    traySentences([], TEN).join(" "),
    /^Draw digits into the tray first: draw one on the pad, say what it is/,
  );
});

test("a new symbol is announced with its bar, and a label with a single drawing is named", () => {
  assert.match(traySentences(digits("★", "★", "7"), TEN).join(" "), /★ is new: .*an eleventh bar appears/);
  assert.match(traySentences(digits("★", "★", "7"), TEN).join(" "), /Of 7 there is only one drawing/);
  assert.match(traySentences(digits("★", "A"), [...TEN, "★"]).join(" "), /A is new: .*one more bar/);
  assert.match(traySentences(digits("★", "A"), TEN).join(" "), /★, A are new: the network gets 2 more classes/);
  assert.ok(!/is new|only one/.test(traySentences(digits("7", "7"), TEN).join(" ")));
});

/** @param {object} given @returns {any} a trainer */
const trainer = (given) => ({
  state: "done",
  begun: { added: [], features: 32, classes: TEN },
  lesson: { settings: { what: "last", source: "samples", remember: true } },
  record: new TrainingRecord(),
  diverged: null,
  error: null,
  ...given,
});

/**
 * A record of accuracies in percent before the first and after the last step.
 * @param {[own: number, strangers: number]} first
 * @param {[own: number, strangers: number]} last
 */
function recordOf(first, last) {
  const record = new TrainingRecord();
  record.begin(2);
  for (const [number, [own, strangers]] of [first, last].entries()) {
    const measured = {
      number: 2 * number,
      own: { right: own, of: 100 },
      strangers: { right: strangers, of: 100 },
      confusion: [],
    };
    record.add({
      number: 2 * number,
      losses: number ? [1, 1] : [],
      measured: [measured],
      diverged: null,
      done: number === 1,
    });
  }
  return record;
}

test("what was forgotten is said only where nothing reminded the network", () => {
  const settings = { what: "last", source: "samples", remember: false };
  const record = recordOf([50, 99], [100, 40]);
  assert.match(
    remarksOn(trainer({ record, lesson: { settings } }), "Deep").join(),
    /It has forgotten: of 100 digits of strangers it read 99 before the training, and now it reads 40/,
  );
  assert.deepEqual(remarksOn(trainer({ record }), "Deep"), []);
  assert.deepEqual(remarksOn(trainer({ record: recordOf([50, 99], [100, 95]), lesson: { settings } }), "Deep"), []);
});

test("a network that reads its own hand far better than others is overfitted", () => {
  const settings = { what: "tiny", source: "tray", remember: true };
  const lesson = { settings };
  const overfitted = trainer({ record: recordOf([10, 10], [98, 70]), lesson });
  assert.match(remarksOn(overfitted, "Tiny").join(), /reads 98.* of your digits, but only 70.* That is overfitting/);
  assert.deepEqual(remarksOn(trainer({ record: recordOf([10, 10], [80, 70]), lesson }), "Tiny"), []);
  const samples = trainer({
    record: recordOf([0, 10], [0, 65]),
    lesson: { settings: { ...settings, source: "samples" } },
  });
  assert.match(remarksOn(samples, "Tiny").join(), /has seen ten drawings in ten variants each, and reads 65/);
});

test("a network with fewer features than classes is said to be narrow", () => {
  const begun = { added: ["★"], features: 10, classes: [...TEN, "★"] };
  const narrow = trainer({ begun, record: recordOf([0, 84], [100, 80]) });
  assert.match(
    remarksOn(narrow, "GAP10").join(),
    /GAP10 describes a digit by only 10 numbers .* 11 classes hardly fit/,
  );
  const wide = trainer({ begun: { ...begun, features: 32 }, record: recordOf([0, 99], [100, 99]) });
  assert.deepEqual(remarksOn(wide, "Deep"), []);
});

test("every state has its sentence, and steps are counted over several trainings", () => {
  const record = new TrainingRecord();
  record.begin(5);
  record.add({ number: 3, losses: [1, 1, 1], measured: [], diverged: null, done: false });
  record.begin(5);
  const said = (/** @type {string} */ state, /** @type {object} */ more = {}, sandbox = UP) =>
    stateSentence(trainer({ state, record, ...more }), sandbox);
  assert.match(said("diverged", { diverged: { number: 2, kept: 1 } }), /infinite in step 5: .* The weights of step 4/);
  assert.match(
    said("diverged", { diverged: { number: 1, kept: 0 } }),
    /The weights from before this training are kept/,
  );
  assert.equal(said("refused", { error: new Error("no ink") }), "This cannot be trained: no ink.");
  assert.match(
    said("lost", { error: new Error("it crashed") }),
    /ended \(it crashed\)\. .* weights of step 3 are kept/,
  );
  const unavailable = said("lost", { error: new Error("no frame") }, { isStarting: false, isUnavailable: true });
  assert.match(unavailable, /Nothing can be trained here: .*\(no frame\)\. The rest of the page works/);
  assert.match(said("preparing", {}, { isStarting: true, isUnavailable: false }), /A second Python is starting/);
  for (const state of ["preparing", "running", "paused", "done"]) {
    assert.ok(said(state, { begun: { learned: 3, remembered: 0 } }).length > 10);
  }
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { Trainer } from "../../web/js/panels/train/training/trainer.js";
import { settled } from "./support/promises.js";

const BEGUN = { of: 3, classes: ["0"], added: [], features: 8, learned: 9, remembered: 0, heldOut: 0, strangers: 0 };
const SETTINGS = { what: "last", source: "samples", remember: true, rate: 0.02, epochs: 3 };
const LESSON = /** @type {any} */ ({ settings: SETTINGS, tray: "{}", samples: "{}", strangers: "{}" });

/** @param {number} number */
const measured = (number) => ({ number, own: { right: 1, of: 2 }, strangers: { right: 1, of: 2 }, confusion: [] });

/** A sandbox whose answers the test gives. */
class FakeRunner {
  constructor() {
    /** @type {any[]} */
    this.requests = [];
    this.stops = 0;
  }

  /** @param {string} task @param {object} args @param {object} [options] @returns {Promise<any>} */
  request(task, args, options) {
    return new Promise((resolve, reject) => this.requests.push({ task, args, options, resolve, reject }));
  }

  async stop() {
    this.stops += 1;
    await this.fail("stopped");
  }

  /** @param {object} result of the newest request @param {number} [weight] @param {number} [bytes] of its file */
  async answer(result, weight = 0, bytes = 0) {
    this.requests.at(-1).resolve({ result, numbers: new Float32Array([weight]), file: new Uint8Array(bytes) });
    await settled();
  }

  /** @param {number} number @param {object} [more] */
  slice(number, more = {}) {
    return this.answer({ number, losses: [1 / number], measured: [], diverged: null, done: false, ...more }, number);
  }

  /** @param {string} kind @param {string} [message] */
  async fail(kind, message = "") {
    this.requests.at(-1).reject(Object.assign(new Error(message), { kind }));
    await settled();
  }

  get tasks() {
    return this.requests.map(({ task }) => task);
  }
}

/** The page's network, which keeps what is done to it. */
class FakeNetwork {
  constructor() {
    this.name = "gap10";
    this.source = /** @type {any} */ ({ name: "gap10", weights: null });
    /** @type {any[]} */
    this.weights = [];
    /** @type {any[]} */
    this.backTo = [];
    this.files = 0;
  }

  async file() {
    return new ArrayBuffer(3);
  }

  /** @param {Float32Array} weights */
  async change(weights) {
    this.weights.push(...weights);
    this.source = { ...this.source, weights };
  }

  async replace() {
    this.files += 1;
    this.source = { name: "tiny" };
  }

  /** @param {any} before */
  async goBack(before) {
    this.backTo.push(before);
  }
}

function trainer() {
  const [runner, network] = [new FakeRunner(), new FakeNetwork()];
  const made = new Trainer(runner, network);
  return { runner, network, trainer: made, play: () => made.play(async () => LESSON) };
}

/** @param {ReturnType<typeof trainer>} parts that have begun, and wait for the first slice */
async function begin({ runner, play }, file = 0) {
  play();
  await settled();
  await runner.answer(BEGUN, 0, file);
}

test("a training begins with the page's network, and the page gets the weights of every slice", async () => {
  const parts = trainer();
  const { runner, network } = parts;
  await begin(parts);
  const [{ args, options }] = runner.requests;
  assert.deepEqual(args, { name: "gap10", ...LESSON });
  assert.equal(options.data.byteLength, 3);
  assert.equal(parts.trainer.state, "running");
  await runner.slice(1, { measured: [measured(0)] });
  await runner.slice(2);
  await runner.slice(3, { measured: [measured(3)], done: true });
  assert.equal(parts.trainer.state, "done");
  assert.deepEqual(network.weights, [1, 2, 3]);
  assert.deepEqual(runner.tasks, ["trainBegin", "trainSlice", "trainSlice", "trainSlice"]);
  assert.deepEqual(runner.requests[1].args, { milliseconds: 40, steps: 1000 });
  const { record } = parts.trainer;
  assert.deepEqual([record.losses, record.of], [[1, 1 / 2, 1 / 3], 3]);
  assert.deepEqual(
    record.measured.map(({ number }) => number),
    [0, 3],
  );
});

test("a pause ends with the slice that runs, and the training goes on where it was", async () => {
  const parts = trainer();
  const { runner } = parts;
  await begin(parts);
  parts.trainer.pause();
  await runner.slice(1);
  assert.equal(parts.trainer.state, "paused");
  assert.equal(runner.requests.length, 2);
  parts.play();
  await settled();
  assert.deepEqual(runner.tasks, ["trainBegin", "trainSlice", "trainSlice"]);
  await runner.slice(2);
  assert.equal(parts.trainer.state, "running");
});

test("a step is one step", async () => {
  const { runner, trainer: made } = trainer();
  made.step(async () => LESSON);
  await settled();
  await runner.answer(BEGUN);
  assert.deepEqual(runner.requests[1].args, { milliseconds: 30_000, steps: 1 });
  await runner.slice(1);
  assert.equal(made.state, "paused");
});

test("what has changed begins another training, from the weights of the page, and its curve goes on", async () => {
  const parts = trainer();
  const { runner, trainer: made } = parts;
  await begin(parts);
  made.pause();
  await runner.slice(1);
  made.outdate();
  await begin(parts);
  assert.deepEqual(runner.tasks, ["trainBegin", "trainSlice", "trainBegin", "trainSlice"]);
  await runner.slice(1, { measured: [measured(1)] });
  assert.deepEqual([made.record.step, made.record.of, made.record.newest?.number], [2, 4, 2]);
  assert.equal(made.before?.weights, null); // the network before the first training
});

test("a reset gives the network from before back, once the slice that runs has ended, whose weights are dropped", async () => {
  const parts = trainer();
  const { runner, network, trainer: made } = parts;
  await begin(parts);
  await runner.slice(1);
  const reset = made.reset();
  assert.deepEqual(network.backTo, []);
  await runner.slice(2);
  await reset;
  assert.deepEqual(network.weights, [1]);
  assert.deepEqual(network.backTo, [{ name: "gap10", weights: null }]);
  assert.equal(made.state, "ready");
  assert.equal(made.record.step, 0);
  assert.equal(runner.tasks.at(-1), "trainDiscard");
});

test("a reset while it is prepared ends that", async () => {
  const { runner, network, trainer: made, play } = trainer();
  play();
  await settled();
  await made.reset();
  assert.equal(runner.stops, 1);
  assert.equal(made.state, "ready");
  assert.deepEqual(network.backTo, []); // nothing has been changed
});

test("another network is put in place of the page's before its first weights", async () => {
  const parts = trainer();
  await begin(parts, 5);
  assert.equal(parts.network.files, 1);
  assert.equal(parts.trainer.before?.name, "gap10");
  assert.deepEqual(parts.network.weights, []);
});

test("if the sandbox ends, the last weights are kept, and it goes on from them in another one", async () => {
  const parts = trainer();
  const { runner, network, trainer: made } = parts;
  await begin(parts);
  await runner.slice(1);
  await runner.fail("ended", "it crashed");
  assert.equal(made.state, "lost");
  assert.deepEqual(network.weights, [1]);
  await begin(parts);
  assert.equal(runner.tasks.at(-2), "trainBegin");
  await runner.slice(1);
  assert.deepEqual([made.state, made.record.step, made.error], ["running", 2, null]);
});

test("what cannot be trained is refused with the reason, and the network stays", async () => {
  const { runner, network, trainer: made, play } = trainer();
  play();
  await settled();
  await runner.fail("TrainingError", "the tray is empty");
  assert.equal(made.state, "refused");
  assert.equal(/** @type {Error} */ (made.error).message, "the tray is empty");
  assert.equal(made.before, null);
  assert.deepEqual(network.weights, []);
});

test("an infinite loss is said, and the curve ends where the kept weights are", async () => {
  const parts = trainer();
  const { runner, network, trainer: made } = parts;
  await begin(parts);
  await runner.slice(1);
  await runner.slice(2, { measured: [measured(2)] });
  const diverged = { number: 4, kept: 1 };
  await runner.answer({ number: 1, losses: [9], measured: [measured(1)], diverged, done: true }, 0.5);
  assert.equal(made.state, "diverged");
  assert.deepEqual(made.diverged, diverged);
  assert.deepEqual(network.weights, [1, 2, 0.5]);
  assert.deepEqual(made.record.losses, [1]);
  assert.deepEqual(
    made.record.measured.map(({ number }) => number),
    [1],
  );
});

test("another network of the page ends a training, and nothing of it arrives", async () => {
  const parts = trainer();
  await begin(parts);
  parts.trainer.forget();
  await parts.runner.requests[1].resolve({ result: {}, numbers: new Float32Array([7]) });
  await settled();
  assert.deepEqual(parts.network.weights, []);
  assert.equal(parts.trainer.state, "ready");
});

test("the next slice is computed while the page reads with the weights of the last", async () => {
  const parts = trainer();
  /** @type {(() => void)[]} */
  const painted = [];
  parts.network.change = () => new Promise((resolve) => painted.push(() => resolve(undefined)));
  await begin(parts);
  await parts.runner.slice(1);
  assert.equal(parts.runner.requests.length, 3);
  parts.trainer.forget();
  painted[0]();
  await settled();
  assert.equal(parts.trainer.state, "ready");
});

test("what is pressed twice runs once", async () => {
  const parts = trainer();
  await begin(parts);
  parts.play();
  parts.trainer.step(async () => LESSON);
  await settled();
  assert.equal(parts.runner.requests.length, 2);
});

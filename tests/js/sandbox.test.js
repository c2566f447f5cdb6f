import assert from "node:assert/strict";
import { test } from "node:test";
import { isPending, settled } from "./support/promises.js";

Object.assign(globalThis, { document: { baseURI: "https://example.org/course/" } });
const { Sandbox } = await import("../../web/js/sandbox/sandbox.js"); // after the fake document is installed

/** @import { TestContext } from "node:test" */

const FINE = { trouble: null, defined: true, milliseconds: 1 };

/** A frame whose worker the test plays. */
class FakeFrame {
  /** @param {(message: any) => void} onMessage */
  constructor(onMessage) {
    this.send = onMessage;
    /** @type {any[]} */
    this.posted = [];
    this.isClosed = false;
  }

  async open() {}

  /** @param {any} message */
  post(message) {
    this.posted.push(message);
  }

  close() {
    this.isClosed = true;
  }

  /** The requests that the worker has received. */
  get requests() {
    return this.posted.flatMap(({ message }) => (message?.type === "request" ? [message] : []));
  }

  /** @param {object} [result] of the newest request */
  answer(result = FINE) {
    const { id } = this.requests.at(-1);
    const arrays = { numbers: new Float32Array(), pictures: new Uint8ClampedArray(), file: new Uint8Array() };
    this.send({ type: "answer", id, result: JSON.stringify({ result }), ...arrays });
  }

  began() {
    this.send({ type: "began", id: this.requests.at(-1).id });
  }
}

/** @param {TestContext} t */
function sandbox(t) {
  t.mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
  let now = 1000;
  t.mock.method(performance, "now", () => now);
  /** @type {FakeFrame[]} */
  const frames = [];
  const files = /** @type {any} */ ({
    build: {},
    bootMode: "snapshot",
    fetch: async () => ({ files: new Map(), modules: [], scripts: [] }),
    archive: async (/** @type {string} */ url) => (url === "rest.zip" ? new ArrayBuffer(3) : null),
  });
  const openFrame = (/** @type {any} */ onMessage) => {
    frames.push(new FakeFrame(onMessage));
    return /** @type {any} */ (frames.at(-1));
  };
  /** @type {any[]} */
  const beats = [];
  const box = new Sandbox(/** @type {any} */ ({}), { openFrame, files });
  box.addEventListener("beat", (event) => beats.push(/** @type {CustomEvent} */ (event).detail));
  return {
    box,
    beats,
    frame: () => frames[frames.length - 1],
    pass: (/** @type {number} */ milliseconds) => {
      now += milliseconds;
      t.mock.timers.tick(milliseconds);
    },
    up: async () => {
      await settled();
      frames[frames.length - 1].send({ type: "up" });
      await settled();
    },
  };
}

test("nothing is fetched or started before it is needed; then requests wait until Python is up", async (t) => {
  const { box, frame, up } = sandbox(t);
  assert.equal(box.state, "off");
  const answer = box.request("run", { source: "x = 1", op: "conv2d" });
  await settled();
  assert.deepEqual(
    frame().posted.map(({ type }) => type),
    ["files", "startWorker"],
  );
  await up();
  assert.equal(box.state, "up");
  assert.equal(frame().requests[0].args, '{"source":"x = 1","op":"conv2d"}');
  frame().answer();
  assert.deepEqual((await answer).result, FINE);
});

test("requests are answered one after the other", async (t) => {
  const { box, frame, up } = sandbox(t);
  const first = box.request("lint", { source: "" });
  const second = box.request("names", { expression: "np", source: "" });
  await up();
  assert.equal(frame().requests.length, 1);
  frame().answer({ trouble: null });
  await first;
  await settled();
  assert.equal(frame().requests.length, 2);
  frame().answer({ names: [{ name: "zeros", kind: "function" }] });
  assert.deepEqual((await second).result.names, [{ name: "zeros", kind: "function" }]);
});

test("while code runs, it is said four times a second how long and where, also if Python says nothing", async (t) => {
  const { box, frame, up, pass, beats } = sandbox(t);
  box.request("run", { source: "" }).catch(() => {});
  await up();
  frame().began();
  pass(250);
  frame().send({ type: "beat", id: 1, line: 12, locals: "i = 5" });
  pass(250);
  assert.deepEqual(beats, [
    { seconds: 0.25, line: -1, locals: "", task: "run" },
    { seconds: 0.5, line: 12, locals: "i = 5", task: "run" },
  ]);
  frame().answer();
  await settled();
  pass(500);
  assert.equal(beats.length, 2);
});

test("code that Python cannot end is ended a quarter of a second after its time, with the line where it was last", async (t) => {
  const { box, frame, up, pass } = sandbox(t);
  const answer = box.request("read", {}, { data: new ArrayBuffer(4), seconds: 2 });
  await up();
  frame().began();
  pass(5000); // it imports its modules
  frame().send({ type: "beat", id: 1, line: -1, locals: "" });
  frame().send({ type: "beat", id: 1, line: 3, locals: "j = 0" });
  pass(2249);
  assert.ok(await isPending(answer));
  pass(1);
  await assert.rejects(answer, { kind: "overtime", line: 3, locals: "j = 0", message: "stopped after 2 s" });
  assert.deepEqual(
    frame()
      .posted.slice(-2)
      .map(({ type }) => type),
    ["endWorker", "startWorker"],
  );
});

test("stop rejects what runs and what waits at once, and another worker gets the model and the text again", async (t) => {
  const { box, frame, up } = sandbox(t);
  const loaded = box.request("load", { name: "gap10" }, { data: new ArrayBuffer(8) });
  await up();
  frame().answer({ name: "gap10", classes: ["0"] });
  await loaded;
  const ran = box.request("run", { source: "good", op: "relu" });
  await settled();
  frame().answer();
  await ran;
  const hanging = box.request("console", { line: "while True: pass" });
  const waiting = box.request("lint", { source: "" });
  await settled();
  const stopped = box.stop();
  await assert.rejects(hanging, { kind: "stopped" });
  await assert.rejects(waiting, { kind: "stopped" });
  const before = frame().requests.length;
  await up();
  await stopped;
  assert.equal(frame().requests.at(-1).task, "load");
  assert.equal(frame().requests.at(-1).data.byteLength, 8);
  frame().answer({ name: "gap10", classes: ["0"] });
  await settled();
  assert.equal(frame().requests.at(-1).task, "run");
  assert.match(frame().requests.at(-1).args, /good/);
  assert.equal(frame().requests.length, before + 2);
});

test("a second stop rejects what waits, and leaves the worker that starts alone", async (t) => {
  const { box, frame, up } = sandbox(t);
  const hanging = box.request("run", { source: "while True: pass" });
  await up();
  const first = box.stop();
  await assert.rejects(hanging, { kind: "stopped" });
  const waiting = box.request("lint", { source: "" });
  const second = box.stop();
  await assert.rejects(waiting, { kind: "stopped" });
  const started = frame().posted.filter(({ type }) => type === "startWorker").length;
  assert.equal(started, 2);
  await up();
  await Promise.all([first, second]);
  assert.equal(box.state, "up");
  assert.ok(!frame().isClosed);
});

test("a frame whose files cannot be fetched is removed", async (t) => {
  const { box, frame } = sandbox(t);
  box.files.fetch = () => Promise.reject(new Error("numpy is damaged"));
  await assert.rejects(box.request("run", { source: "" }), { kind: "ended", message: "numpy is damaged" });
  assert.equal(box.state, "failed");
  assert.ok(frame().isClosed);
});

test("a text that had to be stopped while it read is not run again", async (t) => {
  const { box, frame, up } = sandbox(t);
  const ran = box.request("run", { source: "slow", op: "relu" });
  await up();
  frame().answer();
  await ran;
  const hanging = box.request("read", {});
  await settled();
  box.stop();
  await assert.rejects(hanging, { kind: "stopped" });
  const before = frame().requests.length;
  await up();
  assert.equal(frame().requests.length, before);
});

test("reports about another request, and answers of another shape, are not believed", async (t) => {
  const { box, frame, up } = sandbox(t);
  const answer = box.request("run", { source: "" });
  await up();
  const arrays = { numbers: new Float32Array(), pictures: new Uint8ClampedArray(), file: new Uint8Array() };
  frame().send({ type: "answer", id: 7, result: "{}", ...arrays });
  assert.ok(await isPending(answer));
  frame().answer({ trouble: null, defined: "yes", milliseconds: 1 });
  await assert.rejects(answer, { kind: "refused", message: /the answer to run is refused: expected true or false/ });
});

test("a worker that crashes is replaced; one that does not start is reported, and can be tried again", async (t) => {
  const { box, frame, up } = sandbox(t);
  const first = box.request("run", { source: "" });
  await up();
  frame().send({ type: "ended", reason: "out of memory" });
  await assert.rejects(first, { kind: "ended", message: "out of memory" });
  assert.equal(box.state, "starting");
  const failed = frame();
  const second = box.request("run", { source: "" });
  frame().send({ type: "failure", id: null, name: "Error", message: "damaged" });
  await assert.rejects(second, { kind: "ended", message: "damaged" });
  assert.equal(box.state, "failed");
  assert.ok(failed.isClosed);
  const third = box.request("run", { source: "" });
  await up();
  frame().answer();
  assert.deepEqual((await third).result, FINE);
});

test("an archive that an import needs is handed over, and its time is not the code's", async (t) => {
  const { box, frame, up, pass } = sandbox(t);
  const answer = box.request("run", { source: "import statistics" }, { seconds: 1 });
  await up();
  frame().began();
  frame().send({ type: "needs", id: 1, archive: "rest.zip" });
  pass(5000);
  await settled();
  assert.deepEqual(frame().posted.at(-1).message, { type: "archive", name: "rest.zip", bytes: new ArrayBuffer(3) });
  frame().answer();
  assert.deepEqual((await answer).result, FINE);
});

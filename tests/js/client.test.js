import assert from "node:assert/strict";
import { test } from "node:test";
import { FakeWorker, locks } from "./support/fake-worker.js";
import { isPending, settled } from "./support/promises.js";

const { PythonClient } = await import("../../web/js/python/client.js"); // once the stand-ins are in place

/** @import { TestContext } from "node:test" */
/** @import { Source } from "../../web/js/python/client.js" */
/** @import { EarlyWorker } from "../../web/js/protocol/build-info.js" */

const MINUTE = 60_000;
const BUILD = /** @type {any} */ ({ assets: {} });

/** The model that Python starts with. @type {Source} */
const BUILT_IN = { name: "gap10", fetch: () => Promise.reject(new Error("it is built in")), isBuiltIn: true };

/**
 * A client with stand-ins for worker and clock, and a list of what the page was told.
 * @param {TestContext} t
 * @param {{ first?: EarlyWorker }} [options]
 */
function client(t, { first } = {}) {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  let now = 1000;
  t.mock.method(performance, "now", () => now);
  FakeWorker.started = [];
  /** @type {any[]} */
  const told = [];
  const python = new PythonClient(
    "https://example.org/",
    {
      onProgress: ({ phase }) => told.push(phase),
      onReady: ({ name }) => told.push(`ready: ${name}`),
      onCrash: ({ message }, restarting) => told.push(`${message}; ${restarting ? "starts again" : "stays dead"}`),
    },
    first ?? null,
  );
  return {
    python,
    told,
    newest: () => /** @type {FakeWorker} */ (FakeWorker.started.at(-1)),
    pass: (/** @type {number} */ milliseconds) => {
      now += milliseconds;
      t.mock.timers.tick(milliseconds);
    },
  };
}

/** Answer the newest `connect`, so that the worker is up. @param {FakeWorker} worker */
async function boot(worker, name = "gap10") {
  const [{ id }] = worker.of("connect");
  worker.say({ type: "model", id, model: { name } });
  await settled();
}

const noInk = () => ({
  points: new Float32Array(),
  lengths: new Int32Array(),
  canvasSize: 280,
  brush: 24,
  centre: true,
});

test("a worker is told to boot by the memory image, and begins", async (t) => {
  const { python, told, newest } = client(t);
  python.boot(BUILD, BUILT_IN);
  assert.deepEqual(newest().received[0], { type: "boot", build: BUILD, baseUrl: "https://example.org/", way: "image" });
  assert.equal(newest().of("connect").length, 1);
  newest().say({ type: "progress", phase: "download", loaded: 1, total: 2 });
  assert.equal(python.isUp, false);
  await boot(newest());
  assert.equal(python.isUp, true);
  assert.deepEqual(told, ["download", "ready: gap10"]);
});

test("while the worker boots nothing is sent to it, and then the newest reading and every image", async (t) => {
  const { python, newest } = client(t);
  python.boot(BUILD, BUILT_IN);
  const [older, newer] = [python.readInk(noInk), python.readInk(noInk)];
  const images = [python.readImage(new Float32Array(1)), python.readImage(new Float32Array(2))];
  assert.equal(await older, null);
  await settled();
  assert.deepEqual(
    newest().received.map(({ type }) => type),
    ["boot", "connect"],
  );
  await boot(newest());
  const asked = newest().of("readInk");
  assert.equal(asked.length, 1);
  assert.equal(newest().of("readImage").length, 2);
  newest().say({ type: "reading", id: asked[0].id, reading: { label: 7 } });
  assert.deepEqual(await newer, { label: 7 });
  assert.ok(await isPending(images[0]));
});

test("readings, and questions of different names, do not wait for each other", async (t) => {
  const { python, newest } = client(t);
  python.boot(BUILD, BUILT_IN);
  await boot(newest());
  const [cell, field] = [python.ask("cell", /** @type {any} */ ({})), python.ask("field", /** @type {any} */ ({}))];
  python.readInk(noInk);
  assert.equal(newest().of("ask").length, 2);
  assert.equal(newest().of("readInk").length, 1);
  const [first, second] = newest().of("ask");
  newest().say({ type: "answer", id: second.id, answer: "of the field" });
  newest().say({ type: "answer", id: first.id, answer: "of the cell" });
  assert.deepEqual(await Promise.all([cell, field]), ["of the cell", "of the field"]);
});

test("a worker that failed before the page was there is replaced by one that takes no short cut", async (t) => {
  const failed = new FakeWorker();
  const first = /** @type {any} */ ({ worker: failed, error: { message: "no WebAssembly" } });
  const { python, told, newest } = client(t, { first });
  python.boot(BUILD, BUILT_IN);
  assert.deepEqual(told, ["no WebAssembly; starts again"]);
  assert.ok(failed.isTerminated);
  assert.notEqual(newest(), failed);
  assert.equal(newest().of("boot")[0].way, "plain");
  await boot(newest());
  assert.equal(told.at(-1), "ready: gap10");
});

test("a worker that was started before the page is used, and not told to boot again", async (t) => {
  const early = new FakeWorker();
  const { python, told } = client(t, { first: /** @type {any} */ ({ worker: early, error: null }) });
  python.boot(BUILD, BUILT_IN);
  assert.deepEqual(FakeWorker.started, []);
  assert.equal(early.of("boot").length, 0);
  await boot(early);
  assert.deepEqual(told, ["ready: gap10"]);
});

test("a script that does not load is said to be the reason", async (t) => {
  const { python, told, newest } = client(t);
  python.boot(BUILD, BUILT_IN);
  const event = newest().crash("");
  assert.ok(event.defaultPrevented);
  assert.deepEqual(told, ["worker/worker.js could not be loaded; starts again"]);
});

test("of two workers that die while they boot the second is the last", async (t) => {
  const { python, told, newest } = client(t);
  python.boot(BUILD, BUILT_IN);
  const image = python.readImage(new Float32Array(1));
  newest().crash("first");
  assert.ok(await isPending(image));
  newest().crash("second");
  assert.deepEqual(told, ["first; starts again", "second; stays dead"]);
  await assert.rejects(image, /Python has stopped/);
  assert.equal(FakeWorker.started.length, 2);
});

test("a worker that dies within a minute is replaced once", async (t) => {
  const { python, told, newest, pass } = client(t);
  python.boot(BUILD, BUILT_IN);
  await boot(newest());
  newest().crash("first");
  await boot(newest());
  pass(MINUTE - 1);
  newest().crash("second");
  assert.deepEqual(told, ["ready: gap10", "first; starts again", "ready: gap10", "second; stays dead"]);
  assert.equal(FakeWorker.started.length, 2);
});

test("a worker that has run for a minute is replaced, however often", async (t) => {
  const { python, told, newest, pass } = client(t);
  python.boot(BUILD, BUILT_IN);
  for (const number of [1, 2, 3]) {
    await boot(newest());
    pass(MINUTE);
    newest().crash(`death ${number}`);
    assert.equal(told.at(-1), `death ${number}; starts again`);
  }
});

test("the minute counts from when the worker is up, not from when it starts to boot", async (t) => {
  const { python, told, newest, pass } = client(t);
  python.boot(BUILD, BUILT_IN);
  newest().crash("first");
  pass(10 * MINUTE);
  await boot(newest());
  newest().crash("second");
  assert.equal(told.at(-1), "second; stays dead");
});

test("after a restart by hand one death is forgiven again, and what is asked waits for the new worker", async (t) => {
  const { python, told, newest } = client(t);
  python.boot(BUILD, BUILT_IN);
  newest().crash("first");
  newest().crash("second");
  python.restart();
  const image = python.readImage(new Float32Array(1));
  newest().crash("third");
  assert.equal(told.at(-1), "third; starts again");
  await boot(newest());
  newest().say({ type: "reading", id: newest().of("readImage")[0].id, reading: { label: 3 } });
  assert.deepEqual(await image, { label: 3 });
});

test("a reading that does not come within 15 seconds ends the worker, and its request fails", async (t) => {
  const { python, told, newest, pass } = client(t);
  python.boot(BUILD, BUILT_IN);
  await boot(newest());
  const silent = newest();
  const reading = python.readInk(noInk);
  pass(14_999);
  assert.ok(!silent.isTerminated);
  pass(1);
  await assert.rejects(reading, /no answer for 15 seconds/);
  assert.ok(silent.isTerminated);
  assert.equal(told.at(-1), "no answer for 15 seconds; starts again");
});

test("a worker that boots for an hour is not given up", async (t) => {
  const { python, told, newest, pass } = client(t);
  python.boot(BUILD, BUILT_IN);
  pass(60 * MINUTE);
  await boot(newest());
  assert.deepEqual(told, ["ready: gap10"]);
});

test("when its lock is free the worker is gone", async (t) => {
  const { python, told, newest } = client(t);
  python.boot(BUILD, BUILT_IN);
  const [{ lock }] = newest().of("connect");
  newest().say({ type: "lockHeld", lock });
  await boot(newest());
  locks.release(lock);
  assert.equal(told.at(-1), "the worker is gone; starts again");
  assert.notEqual(newest().of("connect")[0].lock, lock);
});

test("a worker dies once, and nothing of it is heard after that", async (t) => {
  const { python, told, newest } = client(t);
  python.boot(BUILD, BUILT_IN);
  const dead = newest();
  dead.crash("first");
  dead.crash("again");
  dead.say({ type: "progress", phase: "numpy", loaded: 1, total: 1 });
  dead.say({ type: "model", id: newest().of("connect")[0].id, model: { name: "of the dead" } });
  await settled();
  assert.deepEqual(told, ["first; starts again"]);
});

test("a request that Python refuses fails alone; a fatal failure ends the worker", async (t) => {
  const { python, told, newest } = client(t);
  python.boot(BUILD, BUILT_IN);
  await boot(newest());
  const image = python.readImage(new Float32Array(1));
  await settled();
  const failure = { name: "ModelError", message: "no such stage", traceback: "", fatal: false };
  newest().say({ type: "failure", id: newest().of("readImage")[0].id, failure });
  await assert.rejects(image, { name: "ModelError", message: "no such stage" });
  assert.equal(python.isUp, true);
  newest().say({ type: "failure", id: null, failure: { ...failure, message: "out of memory", fatal: true } });
  assert.equal(told.at(-1), "out of memory; starts again");
});

test("a running reading and a waiting one are told why the worker died, and later ones are read", async (t) => {
  const { python, newest } = client(t);
  python.boot(BUILD, BUILT_IN);
  await boot(newest());
  const lost = [python.readInk(noInk), python.readInk(noInk)];
  newest().crash("no memory");
  for (const reading of lost) {
    await assert.rejects(reading, /no memory/);
  }
  const reading = python.readInk(noInk);
  await boot(newest());
  newest().say({ type: "reading", id: newest().of("readInk")[0].id, reading: { label: 1 } });
  assert.deepEqual(await reading, { label: 1 });
});

test("a new worker gets the model that was in force", async (t) => {
  const { python, told, newest } = client(t);
  python.boot(BUILD, BUILT_IN);
  await boot(newest());
  const loading = python.loadModel(new Uint8Array([1, 2, 3]).buffer, "mine");
  await settled();
  newest().say({ type: "model", id: newest().of("loadModel")[0].id, model: { name: "mine" } });
  await loading;
  newest().crash("dead");
  await boot(newest());
  const [{ id, name, bytes, slot }] = newest().of("loadModel");
  assert.deepEqual([name, slot, [...new Uint8Array(bytes)]], ["mine", "main", [1, 2, 3]]);
  assert.equal(python.isUp, false);
  newest().say({ type: "model", id, model: { name: "mine" } });
  await settled();
  assert.equal(told.at(-1), "ready: mine");
});

test("a model that cannot be fetched ends the worker with that reason", async (t) => {
  const fetch = async () => {
    throw new Error("404");
  };
  const { python, told } = client(t);
  python.boot(BUILD, { fetch, name: "lost" });
  await settled();
  assert.deepEqual(told, ["404; starts again", "404; stays dead"]);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { texts } from "../../web/js/i18n/language.js";
import { FakeWorker, locks } from "./support/fake-worker.js";
import { isPending, settled } from "./support/promises.js";

const { Cancelled, PythonClient } = await import("../../web/js/python/client.js"); // after the fakes are installed

/** @import { TestContext } from "node:test" */
/** @import { Source } from "../../web/js/python/model-slots.js" */
/** @import { EarlyWorker } from "../../web/js/protocol/build-info.js" */

const MINUTE = 60_000;
const BUILD = /** @type {any} */ ({ assets: {} });

/** The default model. @type {Source} */
const BUILT_IN = { name: "gap10", fetch: () => Promise.reject(new Error("it is built in")), isBuiltIn: true };

/**
 * A client with a fake worker and a fake clock, and the calls of its listeners as text.
 * @param {TestContext} t
 * @param {{ first?: EarlyWorker }} [options]
 */
function client(t, { first } = {}) {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  let now = 1000;
  t.mock.method(performance, "now", () => now);
  FakeWorker.started = [];
  /** @type {any[]} */
  const calls = [];
  const python = new PythonClient(
    "https://example.org/",
    {
      onProgress: ({ phase }) => calls.push(phase),
      onReady: ({ name }) => calls.push(`ready: ${name}`),
      onCrash: ({ message }, restarting, withdrawn) => {
        calls.push(
          `${message}; ${restarting ? "restarts" : "stays down"}${withdrawn ? ` without ${withdrawn.name}` : ""}`,
        );
      },
    },
    first ?? null,
  );
  return {
    python,
    calls,
    newest: () => /** @type {FakeWorker} */ (FakeWorker.started.at(-1)),
    pass: (/** @type {number} */ milliseconds) => {
      now += milliseconds;
      t.mock.timers.tick(milliseconds);
    },
  };
}

/** Answer the first `connect` message, so that the worker is up. @param {FakeWorker} worker */
async function boot(worker, name = "gap10") {
  const [{ id }] = worker.receivedOf("connect");
  worker.send({ type: "model", id, model: { name, multiplications: 0 } });
  await settled();
}

const noInk = () => ({
  points: new Float32Array(),
  lengths: new Int32Array(),
  canvasSize: 280,
  brush: 24,
  centre: true,
});

test("a worker boots from the snapshot, and is up when `connect` is answered", async (t) => {
  const { python, calls, newest } = client(t);
  python.boot(BUILD, BUILT_IN);
  assert.deepEqual(newest().received[0], {
    type: "boot",
    build: BUILD,
    baseUrl: "https://example.org/",
    bootMode: "snapshot",
  });
  assert.equal(newest().receivedOf("connect").length, 1);
  newest().send({ type: "progress", phase: "download", loaded: 1, total: 2 });
  assert.equal(python.isUp, false);
  await boot(newest());
  assert.equal(python.isUp, true);
  assert.deepEqual(calls, ["download", "ready: gap10"]);
});

test("requests wait until the worker is up; then the newest ink and every image are sent", async (t) => {
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
  const asked = newest().receivedOf("readInk");
  assert.equal(asked.length, 1);
  assert.equal(newest().receivedOf("readImage").length, 2);
  newest().send({ type: "reading", id: asked[0].id, reading: { label: 7 } });
  assert.deepEqual(await newer, { label: 7 });
  assert.ok(await isPending(images[0]));
});

test("readings, and questions of different names, do not wait for each other", async (t) => {
  const { python, newest } = client(t);
  python.boot(BUILD, BUILT_IN);
  await boot(newest());
  const [cell, field] = [python.ask("cell", /** @type {any} */ ({})), python.ask("field", /** @type {any} */ ({}))];
  python.readInk(noInk);
  assert.equal(newest().receivedOf("ask").length, 2);
  assert.equal(newest().receivedOf("readInk").length, 1);
  const [first, second] = newest().receivedOf("ask");
  newest().send({ type: "answer", id: second.id, answer: "of the field" });
  newest().send({ type: "answer", id: first.id, answer: "of the cell" });
  assert.deepEqual(await Promise.all([cell, field]), ["of the cell", "of the field"]);
});

test("an early worker that has failed is replaced by one that boots without the snapshot", async (t) => {
  const failed = new FakeWorker();
  const first = /** @type {any} */ ({ worker: failed, error: { message: "no WebAssembly" } });
  const { python, calls, newest } = client(t, { first });
  python.boot(BUILD, BUILT_IN);
  assert.deepEqual(calls, ["no WebAssembly; restarts"]);
  assert.ok(failed.isTerminated);
  assert.notEqual(newest(), failed);
  assert.equal(newest().receivedOf("boot")[0].bootMode, "plain");
  await boot(newest());
  assert.equal(calls.at(-1), "ready: gap10");
});

test("an early worker is used, and gets no second `boot` message", async (t) => {
  const early = new FakeWorker();
  const { python, calls } = client(t, { first: /** @type {any} */ ({ worker: early, error: null }) });
  python.boot(BUILD, BUILT_IN);
  assert.deepEqual(FakeWorker.started, []);
  assert.equal(early.receivedOf("boot").length, 0);
  await boot(early);
  assert.deepEqual(calls, ["ready: gap10"]);
});

test("a crash without a message is reported as a worker that was not started", async (t) => {
  const { python, calls, newest } = client(t);
  python.boot(BUILD, BUILT_IN);
  const event = newest().crash("");
  assert.ok(event.defaultPrevented);
  assert.deepEqual(calls, [`${texts.errors.noWorker}; restarts`]);
});

test("after two crashes while booting no third worker is started", async (t) => {
  const { python, calls, newest } = client(t);
  python.boot(BUILD, BUILT_IN);
  const image = python.readImage(new Float32Array(1));
  newest().crash("first");
  assert.ok(await isPending(image));
  newest().crash("second");
  assert.deepEqual(calls, ["first; restarts", "second; stays down"]);
  await assert.rejects(image, /Python has stopped/);
  assert.equal(FakeWorker.started.length, 2);
});

test("a worker that crashes within a minute is restarted once", async (t) => {
  const { python, calls, newest, pass } = client(t);
  python.boot(BUILD, BUILT_IN);
  await boot(newest());
  newest().crash("first");
  await boot(newest());
  pass(MINUTE - 1);
  newest().crash("second");
  assert.deepEqual(calls, ["ready: gap10", "first; restarts", "ready: gap10", "second; stays down"]);
  assert.equal(FakeWorker.started.length, 2);
});

test("a worker that has run for a minute is always restarted", async (t) => {
  const { python, calls, newest, pass } = client(t);
  python.boot(BUILD, BUILT_IN);
  for (const number of [1, 2, 3]) {
    await boot(newest());
    pass(MINUTE);
    newest().crash(`crash ${number}`);
    assert.equal(calls.at(-1), `crash ${number}; restarts`);
  }
});

test("the minute is counted from when the worker is up, not from when it starts to boot", async (t) => {
  const { python, calls, newest, pass } = client(t);
  python.boot(BUILD, BUILT_IN);
  newest().crash("first");
  pass(10 * MINUTE);
  await boot(newest());
  newest().crash("second");
  assert.equal(calls.at(-1), "second; stays down");
});

test("after restart() one crash is tolerated again, and requests wait for the new worker", async (t) => {
  const { python, calls, newest } = client(t);
  python.boot(BUILD, BUILT_IN);
  newest().crash("first");
  newest().crash("second");
  python.restart();
  const image = python.readImage(new Float32Array(1));
  newest().crash("third");
  assert.equal(calls.at(-1), "third; restarts");
  await boot(newest());
  newest().send({ type: "reading", id: newest().receivedOf("readImage")[0].id, reading: { label: 3 } });
  assert.deepEqual(await image, { label: 3 });
});

test("a reading that takes longer than 15 seconds ends the worker and is rejected", async (t) => {
  const { python, calls, newest, pass } = client(t);
  python.boot(BUILD, BUILT_IN);
  await boot(newest());
  const silent = newest();
  const reading = python.readInk(noInk);
  pass(14_999);
  assert.ok(!silent.isTerminated);
  pass(1);
  await assert.rejects(reading, /no answer for 15 seconds/);
  assert.ok(silent.isTerminated);
  assert.equal(calls.at(-1), "no answer for 15 seconds; restarts");
});

test("booting has no time limit", async (t) => {
  const { python, calls, newest, pass } = client(t);
  python.boot(BUILD, BUILT_IN);
  pass(60 * MINUTE);
  await boot(newest());
  assert.deepEqual(calls, ["ready: gap10"]);
});

test("a worker whose lock is released counts as crashed", async (t) => {
  const { python, calls, newest } = client(t);
  python.boot(BUILD, BUILT_IN);
  const [{ lock }] = newest().receivedOf("connect");
  newest().send({ type: "lockHeld", lock });
  await boot(newest());
  locks.release(lock);
  assert.equal(calls.at(-1), "the worker is gone; restarts");
  assert.notEqual(newest().receivedOf("connect")[0].lock, lock);
});

test("a worker crashes once, and its later messages are ignored", async (t) => {
  const { python, calls, newest } = client(t);
  python.boot(BUILD, BUILT_IN);
  const crashed = newest();
  crashed.crash("first");
  crashed.crash("again");
  crashed.send({ type: "progress", phase: "numpy", loaded: 1, total: 1 });
  crashed.send({
    type: "model",
    id: newest().receivedOf("connect")[0].id,
    model: { name: "of the crashed worker", multiplications: 0 },
  });
  await settled();
  assert.deepEqual(calls, ["first; restarts"]);
});

test("a request that Python refuses is rejected alone; a fatal failure ends the worker", async (t) => {
  const { python, calls, newest } = client(t);
  python.boot(BUILD, BUILT_IN);
  await boot(newest());
  const image = python.readImage(new Float32Array(1));
  await settled();
  const failure = { name: "ModelError", message: "no such stage", traceback: "", fatal: false };
  newest().send({ type: "failure", id: newest().receivedOf("readImage")[0].id, failure });
  await assert.rejects(image, { name: "ModelError", message: "no such stage" });
  assert.equal(python.isUp, true);
  newest().send({ type: "failure", id: null, failure: { ...failure, message: "out of memory", fatal: true } });
  assert.equal(calls.at(-1), "out of memory; restarts");
});

test("running and waiting readings are rejected with the reason of the crash, and later ones succeed", async (t) => {
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
  newest().send({ type: "reading", id: newest().receivedOf("readInk")[0].id, reading: { label: 1 } });
  assert.deepEqual(await reading, { label: 1 });
});

test("after a crash the current model is loaded again", async (t) => {
  const { python, calls, newest } = client(t);
  python.boot(BUILD, BUILT_IN);
  await boot(newest());
  const loading = python.slots.load(new Uint8Array([1, 2, 3]).buffer, "mine");
  await settled();
  newest().send({
    type: "model",
    id: newest().receivedOf("loadModel")[0].id,
    model: { name: "mine", multiplications: 0 },
  });
  await loading;
  newest().crash("dead");
  await boot(newest());
  const [{ id, name, bytes, slot }] = newest().receivedOf("loadModel");
  assert.deepEqual([name, slot, [...new Uint8Array(bytes)]], ["mine", "main", [1, 2, 3]]);
  assert.equal(python.isUp, false);
  newest().send({ type: "model", id, model: { name: "mine", multiplications: 0 } });
  await settled();
  assert.equal(calls.at(-1), "ready: mine");
});

test("a model that reads slowly is not loaded unless it is wanted, and then it is the current one", async (t) => {
  const { python, newest } = client(t);
  python.boot(BUILD, BUILT_IN);
  await boot(newest());
  const asked = python.slots.loadIfQuick(new Uint8Array([1]).buffer, "mine");
  await settled();
  const [{ id, onlyQuick }] = newest().receivedOf("loadModel");
  assert.equal(onlyQuick, true);
  newest().send({ type: "model", id, model: { seconds: 12, title: "Mine" } });
  assert.deepEqual(await asked, { seconds: 12, title: "Mine" });
  assert.equal(python.source, BUILT_IN);
  await load(python, newest(), "mine");
  assert.equal(newest().receivedOf("loadModel")[1].onlyQuick, undefined);
  assert.equal(python.source?.name, "mine");
});

test("a model keeps the name that the page gives it, after a crash, changes and in another slot", async (t) => {
  const { python, calls, newest } = client(t);
  python.boot(BUILD, BUILT_IN);
  await boot(newest());
  await load(python, newest(), "gap10");
  python.source = { .../** @type {Source} */ (python.source), key: "gap10-own" };
  newest().crash("dead");
  await boot(newest());
  newest().send({
    type: "model",
    id: newest().receivedOf("loadModel")[0].id,
    model: { name: "gap10", multiplications: 0 },
  });
  await settled();
  assert.equal(calls.at(-1), "ready: gap10-own");
  const changed = python.slots.intervene({ without: ["relu1"], muted: [], meanPooling: [], withoutBias: [] });
  newest().send({
    type: "intervened",
    id: newest().receivedOf("intervene")[0].id,
    intervened: { model: { name: "gap10" }, reading: {} },
  });
  assert.equal((await changed)?.model.name, "gap10-own");
});

/** Load a model, and answer for the worker. @param {InstanceType<typeof PythonClient>} python @param {FakeWorker} worker @param {string} name */
async function load(python, worker, name) {
  const loading = python.slots.load(new Uint8Array([1]).buffer, name);
  await settled();
  const { id } = worker.receivedOf("loadModel").at(-1);
  worker.send({ type: "model", id, model: { name, multiplications: 0 } });
  await loading;
}

/** Read, and answer for the worker. @param {InstanceType<typeof PythonClient>} python @param {FakeWorker} worker */
async function read(python, worker) {
  const reading = python.readInk(noInk);
  worker.send({ type: "reading", id: worker.receivedOf("readInk").at(-1).id, reading: { label: 7 } });
  await reading;
}

test("a model with which Python crashes before its first reading is withdrawn: the one before comes back", async (t) => {
  const { python, calls, newest } = client(t);
  python.boot(BUILD, BUILT_IN);
  await boot(newest());
  await read(python, newest());
  await load(python, newest(), "bomb");
  newest().crash("out of memory");
  assert.equal(calls.at(-1), "out of memory; restarts without bomb");
  await boot(newest());
  assert.equal(calls.at(-1), "ready: gap10");
  assert.equal(python.source, BUILT_IN);
  newest().crash("again");
  assert.equal(calls.at(-1), "again; stays down");
});

for (const { end, last } of [
  { end: "exceeds a time limit", last: "no answer for 15 seconds; restarts without mine" },
  { end: "merely crashes", last: "crash; stays down" },
]) {
  test(`a model that has read and ${end} twice in a row: ${last}`, async (t) => {
    const { python, calls, newest, pass } = client(t);
    python.boot(BUILD, BUILT_IN);
    await boot(newest());
    await read(python, newest());
    await load(python, newest(), "mine");
    await read(python, newest());
    const fail = () => {
      python.readInk(noInk).catch(() => {});
      return end === "merely crashes" ? newest().crash("crash") : pass(15_000);
    };
    fail();
    await settled();
    await boot(newest());
    const [again] = newest().receivedOf("loadModel");
    newest().send({ type: "model", id: again.id, model: { name: "mine", multiplications: 0 } });
    await settled();
    fail();
    assert.equal(calls.at(-1), last);
  });
}

test("of 29 crashes spread over time, by whatever cause, none needs a click", async (t) => {
  const { python, calls, newest, pass } = client(t);
  python.boot(BUILD, BUILT_IN);
  const causes = [() => newest().crash("an error"), () => locks.release(newest().receivedOf("connect")[0].lock)];
  for (let crash = 0; crash < 29; crash++) {
    newest().send({ type: "lockHeld", lock: newest().receivedOf("connect")[0].lock });
    await boot(newest());
    await read(python, newest());
    pass(MINUTE);
    causes[crash % causes.length]();
    await settled();
  }
  assert.equal(calls.filter((call) => call.endsWith("; restarts")).length, 29);
});

test("a model that cannot be fetched ends the worker with that reason", async (t) => {
  const fetch = async () => {
    throw new Error("404");
  };
  const { python, calls } = client(t);
  python.boot(BUILD, { fetch, name: "lost" });
  await settled();
  assert.deepEqual(calls, ["404; restarts", "404; stays down"]);
});

test("a large network may take as long as a slow machine needs for it, and a small one that long has crashed", async (t) => {
  const { python, calls, newest, pass } = client(t);
  python.boot(BUILD, BUILT_IN);
  await boot(newest());
  const loaded = python.slots.load(new ArrayBuffer(1), "vgg");
  await settled();
  const [{ id }] = newest().receivedOf("loadModel");
  newest().send({ type: "model", id, model: { name: "vgg", multiplications: 15_300_000_000 } });
  await loaded;
  const reading = python.readInk(noInk);
  pass(150_000); // 100 million multiplications in a second
  assert.ok(await isPending(reading));
  newest().send({ type: "reading", id: newest().receivedOf("readInk")[0].id, reading: { label: 7 } });
  assert.deepEqual(await reading, { label: 7 });
  const second = python.slots.load(new ArrayBuffer(1), "gap10");
  await settled();
  newest().send({
    type: "model",
    id: newest().receivedOf("loadModel")[1].id,
    model: { name: "gap10", multiplications: 776_260 },
  });
  await second;
  python.readInk(noInk).catch(() => {});
  pass(15_100);
  await settled();
  assert.deepEqual(calls.at(-1), "no answer for 15 seconds; restarts without gap10");
});

test("needs that are replaced before they are sent resolve to null", async (t) => {
  const { python, newest } = client(t);
  python.boot(BUILD, BUILT_IN);
  await boot(newest());
  const needs = [1, 2, 4].map((scale) => [{ scale, values: false }]);
  const [first, second, third] = needs.map((need) => python.show(need, "main"));
  await settled();
  assert.deepEqual(
    newest()
      .receivedOf("show")
      .map((message) => message.needs),
    [needs[0]],
  );
  assert.equal(await second, null);
  newest().send({ type: "painted", id: newest().receivedOf("show")[0].id, painted: { serial: 3 } });
  assert.deepEqual(await first, { serial: 3 });
  await settled();
  assert.deepEqual(newest().receivedOf("show")[1].needs, needs[2]);
  newest().send({ type: "painted", id: newest().receivedOf("show")[1].id, painted: { serial: 3 } });
  assert.deepEqual(await third, { serial: 3 });
});

test("changed weights are part of the source: the newest are sent, and another worker or slot gets them", async (t) => {
  const { python, newest } = client(t);
  python.boot(BUILD, BUILT_IN);
  await boot(newest());
  const [first, second, third] = [1, 2, 3].map((value) => python.slots.changeWeights(new Float32Array([value])));
  const [asked] = newest().receivedOf("changeWeights");
  newest().send({ type: "reading", id: asked.id, reading: { label: 1 } });
  await settled();
  assert.deepEqual([await first, await second], [{ label: 1 }, null]);
  assert.deepEqual([...(python.source?.weights ?? [])], [1]);
  const last = newest().receivedOf("changeWeights")[1];
  assert.deepEqual([...last.weights], [3]);
  newest().send({ type: "failure", id: last.id, failure: { name: "ModelError", message: "no", traceback: "" } });
  await assert.rejects(third, /no/);
  assert.deepEqual([...(python.source?.weights ?? [])], [1]); // what Python refuses is not kept

  newest().crash("it died");
  await settled();
  await boot(newest());
  const [again] = newest().receivedOf("changeWeights");
  assert.deepEqual([again.slot, ...again.weights], ["main", 1]);
  newest().send({ type: "reading", id: again.id, reading: { label: 1 } });
  await settled();
  assert.ok(python.isUp);

  const side = python.slots.loadSource(
    { ...BUILT_IN, fetch: async () => new ArrayBuffer(1), weights: python.source?.weights },
    "side",
  );
  await settled();
  const [load] = newest().receivedOf("loadModel");
  newest().send({ type: "model", id: load.id, model: { name: "gap10", multiplications: 0 } });
  await settled();
  const beside = newest().receivedOf("changeWeights").at(-1);
  assert.deepEqual([beside.slot, ...beside.weights], ["side", 1]);
  newest().send({ type: "reading", id: beside.id, reading: { label: 1 } });
  assert.equal((await side).name, "gap10");
});

test("what is left out is part of the source, beside changed weights: another worker and other slots get both", async (t) => {
  const { python, calls, newest } = client(t);
  python.boot(BUILD, BUILT_IN);
  await boot(newest());
  const muted = { without: [], muted: [], meanPooling: [], withoutBias: ["conv1"] };
  const weights = python.slots.changeWeights(new Float32Array([1]));
  const asked = python.slots.intervene(muted);
  const answer = { model: { name: "gap10", title: "changed" }, reading: { label: 3 } };
  const reply = (/** @type {"changeWeights" | "intervene"} */ type) => {
    const { id } = newest().receivedOf(type).at(-1);
    const sent =
      type === "intervene" ? { type: "intervened", id, intervened: answer } : { type: "reading", id, reading: {} };
    newest().send(sent);
  };
  reply("intervene");
  reply("changeWeights");
  assert.equal(await asked, answer);
  await weights;
  assert.deepEqual([python.source?.interventions, ...(python.source?.weights ?? [])], [muted, 1]);

  const refused = python.slots.intervene({ ...muted, without: ["nowhere"] });
  const { id } = newest().receivedOf("intervene").at(-1);
  newest().send({ type: "failure", id, failure: { name: "ModelError", message: "no node", traceback: "" } });
  await assert.rejects(refused, /no node/);
  assert.equal(python.source?.interventions, muted);

  newest().crash("it died");
  await settled();
  await boot(newest());
  reply("changeWeights");
  await settled();
  assert.equal(python.isUp, false); // the network is not complete yet
  reply("intervene");
  await settled();
  assert.equal(calls.at(-1), "ready: gap10");

  const side = python.slots.loadSource(
    { ...BUILT_IN, fetch: async () => new ArrayBuffer(1), interventions: muted },
    "side",
  );
  await settled();
  const [load] = newest().receivedOf("loadModel");
  newest().send({ type: "model", id: load.id, model: { name: "gap10", multiplications: 0 } });
  await settled();
  assert.deepEqual(newest().receivedOf("intervene").at(-1).slot, "side");
  reply("intervene");
  assert.equal(await side, answer.model);
});

test("the file of the current model is its own, and that of the network as it is now once that has changed", async (t) => {
  const { python, newest } = client(t);
  python.boot(BUILD, BUILT_IN);
  await boot(newest());
  const source = { name: "gap10", fetch: async () => new ArrayBuffer(3) };
  assert.equal((await python.slots.currentFile(source)).byteLength, 3);
  const current = python.slots.currentFile({ ...source, weights: new Float32Array(1) });
  await settled();
  const { id, task } = newest().receivedOf("runTask").at(-1);
  assert.equal(task, "modelFile");
  newest().send({ type: "taskResult", id, result: { file: new Uint8Array(5) } });
  assert.equal((await current).byteLength, 5);
});

test("what can wait does so while something runs that takes long, whose progress is reported", async (t) => {
  const { python, newest, pass } = client(t);
  python.boot(BUILD, BUILT_IN);
  await boot(newest());
  /** @type {number[][]} */
  const steps = [];
  const task = python.alone(() =>
    python.runTask("onnx", {}, new ArrayBuffer(1), [], (done, total) => steps.push([done, total])),
  );
  const reading = python.readInk(noInk);
  await settled();
  const [{ id }] = newest().receivedOf("runTask");
  newest().send({ type: "taskProgress", id, done: 1, total: 8 });
  newest().send({ type: "taskProgress", id: id + 1, done: 2, total: 8 }); // of a request that there is not
  assert.deepEqual(steps, [[1, 8]]);
  pass(MINUTE); // longer than a reading may take
  assert.equal(newest().receivedOf("readInk").length, 0);
  newest().send({ type: "taskResult", id, result: "done" });
  assert.equal(await task, "done");
  const [asked] = newest().receivedOf("readInk");
  newest().send({ type: "reading", id: asked.id, reading: { label: 7 } });
  assert.deepEqual(await reading, { label: 7 });
});

test("a task that the visitor cancels ends with its worker; the next one has the model before, and nothing has crashed", async (t) => {
  const { python, calls, newest } = client(t);
  python.boot(BUILD, BUILT_IN);
  await boot(newest());
  for (let time = 0; time < 3; time++) {
    const task = python.alone(() => python.runTask("onnx")).catch((error) => error);
    const reading = python.readInk(noInk).catch((error) => error); // the next worker's reading comes with its model
    await settled();
    const before = newest();
    python.cancel();
    assert.ok((await task) instanceof Cancelled);
    assert.ok((await reading) instanceof Cancelled);
    assert.ok(before.isTerminated);
    assert.notEqual(newest(), before);
    assert.equal(newest().receivedOf("boot")[0].bootMode, "snapshot");
    await boot(newest());
  }
  assert.equal(python.isUp, true);
  assert.equal(python.source, BUILT_IN);
  assert.deepEqual(calls, Array(4).fill("ready: gap10"));
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { WorkerHandle } from "../../web/js/python/worker-handle.js";
import { FakeWorker, locks } from "./support/fake-worker.js";

/** A handle of a stand-in, and what was heard of it. */
function handled() {
  const worker = new FakeWorker();
  /** @type {any[]} */
  const heard = [];
  const handle = new WorkerHandle(
    /** @type {any} */ (worker),
    (message) => heard.push(message),
    ({ message }) => heard.push(`gone: ${message}`),
  );
  return { worker, handle, heard };
}

test("messages are handed on until the worker is gone", () => {
  const { worker, handle, heard } = handled();
  worker.say({ type: "first" });
  handle.end(new Error("given up"));
  worker.say({ type: "second" });
  assert.deepEqual(heard, [{ type: "first" }, "gone: given up"]);
});

test("a worker ends once, with the first reason, and is terminated", () => {
  const { worker, handle, heard } = handled();
  worker.crash("out of memory");
  worker.crash("again");
  handle.end(new Error("given up"));
  worker.dispatchEvent(new Event("messageerror"));
  assert.deepEqual(heard, ["gone: out of memory"]);
  assert.ok(worker.isTerminated);
});

test("an error without words means that the script could not be loaded", () => {
  const { worker, heard } = handled();
  assert.ok(worker.crash("").defaultPrevented);
  assert.deepEqual(heard, ["gone: worker/worker.js could not be loaded"]);
});

test("an answer that cannot be read ends the worker", () => {
  const { worker, heard } = handled();
  worker.dispatchEvent(new Event("messageerror"));
  assert.deepEqual(heard, ["gone: unreadable answer"]);
});

test("the worker is gone when its lock is free, and not because of another one's", () => {
  const { handle, heard } = handled();
  handle.watch("its own");
  locks.release("of another");
  assert.deepEqual(heard, []);
  locks.release("its own");
  assert.deepEqual(heard, ["gone: the worker is gone"]);
});

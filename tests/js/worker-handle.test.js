import assert from "node:assert/strict";
import { test } from "node:test";
import { texts } from "../../web/js/i18n/language.js";
import { WorkerHandle } from "../../web/js/python/worker-handle.js";
import { FakeWorker, locks } from "./support/fake-worker.js";

/** A handle of a fake worker, and its callbacks as a list. */
function recordedHandle() {
  const worker = new FakeWorker();
  /** @type {any[]} */
  const calls = [];
  const handle = new WorkerHandle(
    /** @type {any} */ (worker),
    (message) => calls.push(message),
    ({ message }) => calls.push(`ended: ${message}`),
  );
  return { worker, handle, calls };
}

test("messages are delivered until the worker has ended", () => {
  const { worker, handle, calls } = recordedHandle();
  worker.send({ type: "first" });
  handle.end(new Error("given up"));
  worker.send({ type: "second" });
  assert.deepEqual(calls, [{ type: "first" }, "ended: given up"]);
});

test("a worker ends once, with the first reason, and is terminated", () => {
  const { worker, handle, calls } = recordedHandle();
  worker.crash("out of memory");
  worker.crash("again");
  handle.end(new Error("given up"));
  worker.dispatchEvent(new Event("messageerror"));
  assert.deepEqual(calls, ["ended: out of memory"]);
  assert.ok(worker.isTerminated);
});

test("an error without a message means that no worker was started, and says what may forbid it", () => {
  const { worker, calls } = recordedHandle();
  assert.ok(worker.crash("").defaultPrevented);
  assert.deepEqual(calls, [`ended: ${texts.errors.noWorker}`]);
  assert.match(texts.errors.noWorker, /forbids workers.*worker-src blob:/);
});

test("a message that cannot be deserialized ends the worker", () => {
  const { worker, calls } = recordedHandle();
  worker.dispatchEvent(new Event("messageerror"));
  assert.deepEqual(calls, ["ended: unreadable answer"]);
});

test("the worker ends when its own lock is released, not when another one is", () => {
  const { handle, calls } = recordedHandle();
  handle.watch("its own");
  locks.release("of another");
  assert.deepEqual(calls, []);
  locks.release("its own");
  assert.deepEqual(calls, ["ended: the worker is gone"]);
});

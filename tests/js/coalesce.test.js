import assert from "node:assert/strict";
import { test } from "node:test";
import { coalesce } from "../../web/js/lib/coalesce.js";
import { manualPromise, settled } from "./support/promises.js";

/** An update function whose updates are settled by hand, the newest last. */
function manualUpdates() {
  /** @type {ReturnType<typeof manualPromise>[]} */
  const started = [];
  const update = () => {
    const manual = manualPromise();
    started.push(manual);
    return manual.start();
  };
  return { started, update };
}

test("one update runs at a time, and all requests made meanwhile lead to one more", async () => {
  const { started, update } = manualUpdates();
  const request = coalesce(() => true, update);
  request();
  request();
  request();
  await settled();
  assert.equal(started.length, 1);
  started[0].resolve(undefined);
  await settled();
  assert.equal(started.length, 2);
  started[1].resolve(undefined);
  await settled();
  assert.equal(started.length, 2);
  request();
  assert.equal(started.length, 3);
});

test("no update runs while invisible, and the first request when visible runs one", async () => {
  const { started, update } = manualUpdates();
  let isVisible = false;
  const request = coalesce(() => isVisible, update);
  await request();
  isVisible = true;
  await settled();
  assert.equal(started.length, 0);
  request();
  assert.equal(started.length, 1);
});

test("a requested update is dropped when it is no longer visible", async () => {
  const { started, update } = manualUpdates();
  let isVisible = true;
  const request = coalesce(() => isVisible, update);
  request();
  request();
  isVisible = false;
  started[0].resolve(undefined);
  await settled();
  assert.equal(started.length, 1);
});

test("a request rejects when its update fails, and the next update can run", async () => {
  const { started, update } = manualUpdates();
  const request = coalesce(() => true, update);
  const first = request();
  started[0].reject(new Error("no answer"));
  await assert.rejects(first, /no answer/);
  const second = request();
  started[1].resolve(undefined);
  await second;
  assert.equal(started.length, 2);
});

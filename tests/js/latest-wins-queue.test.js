import assert from "node:assert/strict";
import { test } from "node:test";
import { LatestWinsQueue } from "../../web/js/python/latest-wins-queue.js";
import { isPending, manualPromise, settled } from "./support/promises.js";

test("a request runs at once when no other is running", async () => {
  const queue = new LatestWinsQueue(() => true);
  const first = manualPromise();
  const answer = queue.run(first.start);
  assert.equal(first.starts, 1);
  first.resolve("seven");
  assert.equal(await answer, "seven");
});

test("of the requests made meanwhile only the newest runs, and the others resolve to null at once", async () => {
  const queue = new LatestWinsQueue(() => true);
  const [first, second, third] = [manualPromise(), manualPromise(), manualPromise()];
  const answers = [first, second, third].map(({ start }) => queue.run(start));
  assert.equal(await answers[1], null);
  assert.ok(await isPending(answers[0]));
  assert.deepEqual([first.starts, second.starts, third.starts], [1, 0, 0]);
  first.resolve(1);
  assert.equal(await answers[0], 1);
  await settled();
  assert.deepEqual([first.starts, second.starts, third.starts], [1, 0, 1]);
  third.resolve(3);
  assert.equal(await answers[2], 3);
});

test("the waiting request runs after one that has failed", async () => {
  const queue = new LatestWinsQueue(() => true);
  const [first, second] = [manualPromise(), manualPromise()];
  const answers = [queue.run(first.start), queue.run(second.start)];
  first.reject(new Error("no ink"));
  await assert.rejects(answers[0], /no ink/);
  await settled();
  second.resolve(2);
  assert.equal(await answers[1], 2);
});

test("a request that throws synchronously is rejected, and the next one runs", async () => {
  const queue = new LatestWinsQueue(() => true);
  const failing = queue.run(() => {
    throw new RangeError("out of memory");
  });
  await assert.rejects(failing, /out of memory/);
  await settled();
  assert.equal(await queue.run(async () => "next"), "next");
});

test("while the queue is closed the newest request waits until next() finds it open", async () => {
  let isOpen = false;
  const queue = new LatestWinsQueue(() => isOpen);
  const [first, second] = [manualPromise(), manualPromise()];
  const answers = [queue.run(first.start), queue.run(second.start)];
  assert.equal(await answers[0], null);
  queue.next();
  assert.equal(second.starts, 0);
  isOpen = true;
  queue.next();
  queue.next();
  assert.equal(second.starts, 1);
  second.resolve("read");
  assert.equal(await answers[1], "read");
});

test("rejectWaiting rejects the waiting request, which never runs", async () => {
  const queue = new LatestWinsQueue(() => true);
  const [first, second] = [manualPromise(), manualPromise()];
  const answers = [queue.run(first.start), queue.run(second.start)];
  queue.rejectWaiting(new Error("the worker is gone"));
  await assert.rejects(answers[1], /the worker is gone/);
  first.resolve(1);
  await settled();
  assert.equal(second.starts, 0);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { coalesce } from "../../web/js/lib/coalesce.js";
import { settled, settledByHand } from "./support/promises.js";

/** Rounds that are ended by hand, the newest last. */
function rounds() {
  /** @type {ReturnType<typeof settledByHand>[]} */
  const begun = [];
  const round = () => {
    const made = settledByHand();
    begun.push(made);
    return made.start();
  };
  return { begun, round };
}

test("one round runs at a time, and however often it is asked for meanwhile, one more follows", async () => {
  const { begun, round } = rounds();
  const ask = coalesce(() => true, round);
  ask();
  ask();
  ask();
  await settled();
  assert.equal(begun.length, 1);
  begun[0].resolve(undefined);
  await settled();
  assert.equal(begun.length, 2);
  begun[1].resolve(undefined);
  await settled();
  assert.equal(begun.length, 2);
  ask();
  assert.equal(begun.length, 3);
});

test("no round runs while nobody looks, and one when somebody looks and asks", async () => {
  const { begun, round } = rounds();
  let isVisible = false;
  const ask = coalesce(() => isVisible, round);
  await ask();
  isVisible = true;
  await settled();
  assert.equal(begun.length, 0);
  ask();
  assert.equal(begun.length, 1);
});

test("the round that is due is left out when nobody looks any more", async () => {
  const { begun, round } = rounds();
  let isVisible = true;
  const ask = coalesce(() => isVisible, round);
  ask();
  ask();
  isVisible = false;
  begun[0].resolve(undefined);
  await settled();
  assert.equal(begun.length, 1);
});

test("who asks while none runs waits for the round, and after one that fails the next can run", async () => {
  const { begun, round } = rounds();
  const ask = coalesce(() => true, round);
  const first = ask();
  begun[0].reject(new Error("no answer"));
  await assert.rejects(first, /no answer/);
  const second = ask();
  begun[1].resolve(undefined);
  await second;
  assert.equal(begun.length, 2);
});

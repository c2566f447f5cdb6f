import assert from "node:assert/strict";
import { test } from "node:test";
import { RemainingTime } from "../../web/js/lib/remaining-time.js";

/**
 * What is said at each second of a download.
 * @param {number[]} loaded bytes after 0, 1, 2 … seconds
 * @param {number} total
 */
function said(loaded, total) {
  const remaining = new RemainingTime();
  return loaded.map((bytes, second) => remaining.after(bytes, total, 5000 + 1000 * second));
}

test("nothing is said before two seconds, and nothing while nothing arrives", () => {
  assert.deepEqual(said([0, 100], 1000), [null, null]);
  assert.deepEqual(said([100, 100, 100], 1000), [null, null, null]);
});

test("at an even rate the seconds that are left are said to the last one", () => {
  assert.deepEqual(said([0, 100, 200, 300, 400], 500), [null, null, 3, 2, 1]);
});

test("the rate is that of the last ten seconds, so that a line that has become faster is noticed", () => {
  const slow = Array.from({ length: 21 }, (_, second) => 10 * second);
  const fast = Array.from({ length: 11 }, (_, second) => 200 + 100 * (second + 1));
  assert.equal(said([...slow, ...fast], 2300).at(-1), 10);
});

test("a total that is corrected counts at once, and another download begins anew", () => {
  const remaining = new RemainingTime();
  remaining.after(0, 9999, 0);
  assert.equal(remaining.after(400, 800, 4000), 4);
  assert.equal(remaining.after(100, 800, 5000), null);
});

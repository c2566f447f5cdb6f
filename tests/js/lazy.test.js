import assert from "node:assert/strict";
import { test } from "node:test";
import { Lazy } from "../../web/js/panels/lazy.js";

/** @param {() => Promise<string>} start */
function lazy(start) {
  /** @type {string[]} */
  const shown = [];
  const status = { showError: (/** @type {() => string} */ text) => shown.push(text()) };
  const texts = { errors: { build: (/** @type {string} */ reason) => `not loaded: ${reason}` } };
  return { part: new Lazy(/** @type {any} */ ({ status, texts }), start), shown };
}

test("a part is loaded once, however often it is asked for", async () => {
  let loads = 0;
  const { part } = lazy(async () => {
    loads += 1;
    return "panel";
  });
  assert.equal(part.part, null);
  assert.deepEqual(await Promise.all([part.load(), part.load()]), ["panel", "panel"]);
  assert.equal(await part.load(), "panel");
  assert.equal(part.part, "panel");
  assert.equal(loads, 1);
});

test("an error is shown, and the next time it is tried again", async () => {
  let isBroken = true;
  const { part, shown } = lazy(async () => {
    if (isBroken) {
      throw new Error("no network");
    }
    return "panel";
  });
  assert.deepEqual(await Promise.all([part.load(), part.load()]), [null, null]);
  assert.equal(part.part, null);
  assert.equal(shown.length, 1);
  assert.match(shown[0], /^not loaded: .*no network/i);
  isBroken = false;
  assert.equal(await part.load(), "panel");
  assert.equal(shown.length, 1);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { Deferred } from "../../web/js/lib/deferred.js";
import { isPending, settled } from "./support/promises.js";

test("who waits goes on when the milestone is reached, before or after", async () => {
  const milestone = new Deferred();
  assert.ok(await isPending(milestone.promise));
  milestone.resolve();
  await milestone.promise;
  milestone.reject(new Error("too late"));
  await milestone.promise;
});

test("a milestone that is missed says why, and nobody has to wait for it", async () => {
  const milestone = new Deferred();
  milestone.reject(new Error("Python has stopped"));
  await settled(); // a rejection that nobody handles by now fails the test
  await assert.rejects(milestone.promise, /Python has stopped/);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { Deferred } from "../../web/js/lib/deferred.js";
import { isPending, settled } from "./support/promises.js";

test("awaiting continues once it is resolved, before or after, and a later rejection changes nothing", async () => {
  const deferred = new Deferred();
  assert.ok(await isPending(deferred.promise));
  deferred.resolve();
  await deferred.promise;
  deferred.reject(new Error("too late"));
  await deferred.promise;
});

test("a rejection gives its reason, and is not reported as unhandled when nobody awaits it", async () => {
  const deferred = new Deferred();
  deferred.reject(new Error("Python has stopped"));
  await settled(); // a rejection that nobody handles by now fails the test
  await assert.rejects(deferred.promise, /Python has stopped/);
});

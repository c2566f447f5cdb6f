import assert from "node:assert/strict";
import { test } from "node:test";
import { Requests } from "../../web/js/python/requests.js";
import { isPending } from "./support/promises.js";

/** Requests that record their messages and timeouts. */
function recorded() {
  /** @type {any[]} */
  const sent = [];
  /** @type {string[]} */
  const timeouts = [];
  const requests = new Requests(
    (message, transfer) => sent.push({ ...message, transfer }),
    ({ message }) => timeouts.push(message),
  );
  const send = (/** @type {number} */ limit) => requests.send((id) => /** @type {any} */ ({ type: "ask", id }), limit);
  return { requests, sent, timeouts, send };
}

test("each request has its own id, and answers in any order reach their requests", async () => {
  const { requests, sent, send } = recorded();
  const [first, second] = [send(Number.POSITIVE_INFINITY), send(Number.POSITIVE_INFINITY)];
  assert.deepEqual(
    sent.map(({ id }) => id),
    [1, 2],
  );
  requests.resolve(2, "second");
  requests.resolve(1, "first");
  assert.deepEqual(await Promise.all([first, second]), ["first", "second"]);
});

test("transferred objects are posted with their message", () => {
  const { requests, sent } = recorded();
  const buffer = new ArrayBuffer(8);
  requests.send((id) => /** @type {any} */ ({ id }), Number.POSITIVE_INFINITY, [buffer]);
  assert.equal(sent[0].transfer[0], buffer);
});

test("only the first answer to an id counts, and an unknown id is ignored", async () => {
  const { requests, send } = recorded();
  const answer = send(Number.POSITIVE_INFINITY);
  requests.resolve(7, "nobody asked");
  assert.ok(await isPending(answer));
  requests.resolve(1, "first");
  requests.resolve(1, "second");
  requests.reject(1, new Error("too late"));
  assert.equal(await answer, "first");
});

test("a timeout is reported when the limit has passed, not before", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { timeouts, send } = recorded();
  send(15_000);
  t.mock.timers.tick(14_999);
  assert.deepEqual(timeouts, []);
  t.mock.timers.tick(1);
  assert.deepEqual(timeouts, ["no answer for 15 seconds"]);
});

test("a request that was answered or rejected never times out", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { requests, timeouts, send } = recorded();
  const [answered, refused] = [send(1000), send(1000)];
  requests.resolve(1, "in time");
  requests.reject(2, new Error("refused"));
  t.mock.timers.tick(60_000);
  assert.equal(await answered, "in time");
  await assert.rejects(refused, /refused/);
  assert.deepEqual(timeouts, []);
});

test("the clock of a request starts when its turn comes: when all earlier ones have been answered", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { requests, timeouts, send } = recorded();
  const answers = Array.from({ length: 4000 }, () => send(15_000));
  for (let id = 1; id < 4000; id++) {
    t.mock.timers.tick(10); // all together 40 seconds
    requests.resolve(id, id);
  }
  assert.deepEqual(timeouts, []);
  assert.deepEqual(
    await Promise.all(answers.slice(0, -1)),
    Array.from(Array(3999), (_, index) => index + 1),
  );
  t.mock.timers.tick(14_999);
  assert.deepEqual(timeouts, []);
  t.mock.timers.tick(1);
  assert.deepEqual(timeouts, ["no answer for 15 seconds"]);
  answers[3999].catch(() => {});
});

test("an answer to a later request does not restart the clock of the oldest one", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { requests, timeouts, send } = recorded();
  send(1000);
  send(1000);
  t.mock.timers.tick(600);
  requests.resolve(2, "early");
  t.mock.timers.tick(400);
  assert.deepEqual(timeouts, ["no answer for 1 seconds"]);
});

test("a request without a limit never times out", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { timeouts, send } = recorded();
  send(Number.POSITIVE_INFINITY);
  t.mock.timers.tick(2 ** 31);
  assert.deepEqual(timeouts, []);
});

test("a message that cannot be sent rejects its request and leaves nothing pending", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  /** @type {Error[]} */
  const timeouts = [];
  const requests = new Requests(
    () => {
      throw new TypeError("could not be cloned");
    },
    (error) => timeouts.push(error),
  );
  await assert.rejects(
    requests.send((id) => /** @type {any} */ ({ id }), 1000),
    /could not be cloned/,
  );
  t.mock.timers.tick(2000);
  assert.equal(requests.pending.size, 0);
  assert.deepEqual(timeouts, []);
});

test("rejectAll rejects all pending requests", async () => {
  const { requests, send } = recorded();
  const both = [send(Number.POSITIVE_INFINITY), send(Number.POSITIVE_INFINITY)];
  requests.rejectAll(new Error("the worker is gone"));
  for (const answer of both) {
    await assert.rejects(answer, /the worker is gone/);
  }
  assert.equal(requests.pending.size, 0);
});

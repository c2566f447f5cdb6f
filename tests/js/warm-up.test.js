import assert from "node:assert/strict";
import { test } from "node:test";
import { warmUp } from "../../web/js/worker/warm-up.js";

/** @import { Ink } from "../../web/js/protocol/messages.js" */

/** A session that only notes what it is asked. */
class FakeSession {
  /** @param {() => void} [onRead] */
  constructor(onRead = () => {}) {
    this.onRead = onRead;
    /** @type {number[]} */
    this.lengths = [];
    this.released = 0;
  }

  /** @param {Ink} ink */
  readInk({ points, lengths }) {
    assert.equal(points.length, 2 * lengths[0]);
    assert.ok(points.every((place) => place > 0 && place < 280));
    this.lengths.push(lengths[0]);
    this.onRead();
  }

  release() {
    this.released += 1;
  }
}

/** @param {FakeSession} session */
const asSession = (session) => /** @type {any} */ (session);

test("a warm-up reads strokes that grow, then releases its session", async () => {
  const session = new FakeSession();
  await warmUp(asSession(session), () => Number.POSITIVE_INFINITY);
  assert.deepEqual(session.lengths.slice(0, 3), [1, 2, 3]);
  assert.ok(session.lengths.length >= 100);
  assert.equal(session.released, 1);
});

test("while messages arrive, a warm-up reads nothing", async () => {
  const session = new FakeSession();
  let asked = 0;
  await warmUp(asSession(session), () => {
    asked += 1;
    assert.ok(asked > 20 || session.lengths.length === 0);
    return asked > 20 ? Number.POSITIVE_INFINITY : 0;
  });
  assert.ok(session.lengths.length >= 100);
});

test("a message that arrives during a warm-up is handled at the end of the slice", async () => {
  let readBefore = Number.POSITIVE_INFINITY;
  const session = new FakeSession(() => {
    if (session.lengths.length === 1) {
      setTimeout(() => {
        readBefore = session.lengths.length;
      });
    }
    const end = performance.now() + 3; // a slow reading, so that there are many slices
    while (performance.now() < end);
  });
  await warmUp(asSession(session), () => Number.POSITIVE_INFINITY);
  assert.ok(readBefore < 10, `${readBefore} readings came before the message`);
});

test("a warm-up that fails releases its session", async () => {
  const session = new FakeSession(() => {
    throw new Error("no memory");
  });
  await assert.rejects(
    warmUp(asSession(session), () => Number.POSITIVE_INFINITY),
    /no memory/,
  );
  assert.equal(session.released, 1);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { CellAnswers } from "../../web/js/panels/cell/cell-answers.js";
import { LatestWinsQueue } from "../../web/js/python/latest-wins-queue.js";
import { settled } from "./support/promises.js";

/** @param {number} row */
const cell = (row) => ({ stage: "conv1", channel: 0, row, column: 2 });

/** Answers whose questions wait for their turn as in the page, and are answered by hand. */
function makeAnswers() {
  /** @type {{ question: string, row: number, asker: string, answer: () => void }[]} */
  const asked = [];
  /** @type {Map<string, LatestWinsQueue>} */
  const queues = new Map();
  const view = /** @type {any} */ ({ reading: { serial: 1 } });
  const reader = /** @type {any} */ ({
    ask: (/** @type {string} */ question, /** @type {any} */ { row }, /** @type {string} */ asker) => {
      const name = `${question} ${asker}`;
      queues.set(name, queues.get(name) ?? new LatestWinsQueue(() => true));
      const start = () =>
        new Promise((resolve) => {
          asked.push({ question, row, asker, answer: () => resolve(`${question} of row ${row}`) });
        });
      return queues.get(name)?.run(start);
    },
  });
  return { answers: new CellAnswers({ reader, view }), asked, view };
}

test("what was asked ahead is not asked again, and is known to be here", async () => {
  const { answers, asked } = makeAnswers();
  answers.prepare(cell(3));
  answers.prepare(cell(3));
  assert.equal(answers.hasAnswer(cell(3)), false);
  asked[0].answer();
  asked[1].answer();
  await settled();
  assert.equal(answers.hasAnswer(cell(3)), true);
  assert.equal(answers.hasAnswer(cell(4)), false);
  assert.deepEqual(await answers.about(cell(3)), ["cell of row 3", "field of row 3"]);
  assert.equal(asked.length, 2);
});

test("another reading is asked about anew", async () => {
  const { answers, asked, view } = makeAnswers();
  answers.prepare(cell(3));
  for (const { answer } of asked) {
    answer();
  }
  await settled();
  view.reading = { serial: 2 };
  assert.equal(answers.hasAnswer(cell(3)), false);
  answers.about(cell(3));
  await settled();
  assert.deepEqual(
    asked.map(({ question, asker }) => [question, asker]),
    [
      ["cell", "ahead"],
      ["field", "ahead"],
      ["cell", ""],
      ["field", ""],
    ],
  );
});

test("a question ahead that a newer one has replaced is asked when it is needed", async () => {
  const { answers, asked } = makeAnswers();
  answers.prepare(cell(1));
  answers.prepare(cell(2)); // waits
  const needed = answers.about(cell(2));
  answers.prepare(cell(3)); // replaces it
  await settled();
  assert.deepEqual(
    asked.map(({ row, asker }) => [row, asker]),
    [
      [1, "ahead"],
      [1, "ahead"],
      [2, ""],
      [2, ""],
    ],
  );
  for (const { answer } of asked.slice(2)) {
    answer();
  }
  assert.deepEqual(await needed, ["cell of row 2", "field of row 2"]);
});

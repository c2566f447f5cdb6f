import assert from "node:assert/strict";
import { test } from "node:test";
import { TestRun } from "../../web/js/panels/evaluate/test-run.js";

const SET = {
  name: "digits",
  arrays: [
    { name: "images", bytes: new Uint8Array([1, 2, 3]) },
    { name: "labels", bytes: new Uint8Array([4]) },
  ],
  pictures: [],
};

/**
 * Python that evaluates 40 of 100 images in each slice, and notes the tasks.
 * @param {(task: string) => void} [before] called before each task is done
 */
function fakePython(before = () => {}) {
  /** @type {any[]} */
  const tasks = [];
  let done = 0;
  return {
    tasks,
    isUp: true,
    runTask: async (/** @type {string} */ task, /** @type {object} */ args, /** @type {ArrayBuffer} */ bytes) => {
      tasks.push([task, args, ...(bytes ? [[...new Uint8Array(bytes)]] : [])]);
      before(task);
      done = task === "evaluationSlice" ? Math.min(done + 40, 100) : done;
      const progress = { done, right: done / 2, waiting: 100 - done, seconds: done / 100 };
      return { result: task === "evaluationResult" ? { images: 100 } : progress, numbers: new Float32Array([5]) };
    },
  };
}

test("the set is sent once, and evaluated slice by slice until no image waits", async () => {
  const python = fakePython();
  /** @type {number[][]} */
  const reports = [];
  const run = new TestRun(/** @type {any} */ (python), [1, 1, 1], (...progress) => reports.push(progress));
  const outcome = await run.run(SET);
  const files = [
    { name: "images", length: 3 },
    { name: "labels", length: 1 },
  ];
  const slice = ["evaluationSlice", { milliseconds: 12 }];
  assert.deepEqual(python.tasks, [
    ["evaluationBegin", undefined],
    ["evaluationArrays", { files }, [1, 2, 3, 4]],
    slice,
    slice,
    slice,
    ["evaluationResult", undefined],
  ]);
  assert.deepEqual(reports, [
    [40, 20, 100],
    [80, 40, 100],
    [100, 50, 100],
  ]);
  assert.deepEqual(outcome?.found, { images: 100 });
  assert.equal(outcome?.inNetwork, 1);
});

test("a stopped run asks for no more slices, and has Python forget it", async () => {
  const python = fakePython((task) => task === "evaluationSlice" && run.stop());
  const run = new TestRun(/** @type {any} */ (python), [1, 1, 1], () => {});
  assert.equal(await run.run(SET), null);
  assert.deepEqual(
    python.tasks.map(([task]) => task),
    ["evaluationBegin", "evaluationArrays", "evaluationSlice", "evaluationDiscard"],
  );
  assert.equal(run.done, 40);
});

test("a run that was stopped before it begins does nothing", async () => {
  const python = fakePython();
  const run = new TestRun(/** @type {any} */ (python), [1, 1, 1], () => {});
  run.stop();
  assert.equal(await run.run(SET), null);
  assert.deepEqual(python.tasks, []);
});

test("an error of Python ends the run, and has it forgotten unless Python is down", async () => {
  for (const isUp of [true, false]) {
    const python = fakePython((task) => {
      if (task === "evaluationSlice") {
        python.isUp = isUp;
        throw new Error("the worker is gone");
      }
    });
    const run = new TestRun(/** @type {any} */ (python), [1, 1, 1], () => {});
    await assert.rejects(run.run(SET), /the worker is gone/);
    assert.equal(python.tasks.at(-1)[0], isUp ? "evaluationDiscard" : "evaluationSlice");
  }
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { onDetail } from "../../web/js/lib/events.js";
import { OwnReader } from "../../web/js/panels/code/own-reader.js";
import { DEFAULT_COLOURS } from "../../web/js/protocol/questions.js";
import { SandboxDouble, settled } from "./support/sandbox-double.js";

const READ = { trouble: null, label: 7, probability: 1, milliseconds: 1, stages: [] };
const RAN = { trouble: null, defined: true, milliseconds: 1 };
const TROUBLE = { kind: "NameError", sentence: "", line: 1, column: 0, endLine: 1, endColumn: 1, frames: [] };

/** A reader whose image holds one number, and the types of its reports. */
function setUp() {
  const sandbox = new SandboxDouble();
  const model = { name: "gap10", fetch: async () => new ArrayBuffer(8) };
  const source = { model, colours: DEFAULT_COLOURS, image: new Float32Array([1]) };
  const reader = new OwnReader(sandbox, {
    model: () => source.model,
    file: (model) => model.fetch(),
    colours: () => source.colours,
    image: () => source.image,
  });
  /** @type {string[]} */
  const reports = [];
  for (const type of ["begin", "ran", "read", "end"]) {
    onDetail(reader, type, ({ code, error }) =>
      reports.push(`${type} ${code.source}${error ? ` ${error.message}` : ""}`),
    );
  }
  return { sandbox, source, reader, reports };
}

const code = (/** @type {string} */ source) => ({ source, op: "conv2d", isLive: false });

test("the network is loaded once, a text runs once, and every image is read", async () => {
  const { sandbox, source, reader, reports } = setUp();
  reader.run(code("a"));
  await settled();
  await sandbox.answer({ name: "gap10", classes: [] });
  await sandbox.answer(RAN);
  await sandbox.answer(READ);
  source.image = new Float32Array([2]);
  reader.read();
  await settled();
  await sandbox.answer(READ);
  assert.deepEqual(sandbox.asked, ["load gap10", "run a", "read", "read"]);
  assert.deepEqual(new Float32Array(sandbox.requests[3].data), new Float32Array([2]));
  assert.deepEqual(reports, ["begin a", "ran a", "read a", "end a", "begin a", "read a", "end a"]);
});

test("the runner gets the colours of the maps once they are not the default, and again when they change", async () => {
  const { sandbox, source, reader } = setUp();
  source.colours = { scope: "map", colormap: "paper" };
  reader.run(code("a"));
  await settled();
  for (const answer of [{ name: "gap10", classes: [] }, null, RAN, READ]) {
    await sandbox.answer(answer);
  }
  reader.read();
  await settled();
  await sandbox.answer(READ);
  source.colours = DEFAULT_COLOURS;
  reader.read();
  await settled();
  await sandbox.answer(null);
  const tasks = sandbox.asked.map((asked) => asked.split(" ")[0]);
  assert.deepEqual(tasks, ["load", "colours", "run", "read", "read", "colours", "read"]);
});

test("of all images that come while one is read, the newest is read next", async () => {
  const { sandbox, source, reader } = setUp();
  reader.run(code("a"));
  await settled();
  await sandbox.answer({});
  await sandbox.answer(RAN);
  for (const value of [2, 3, 4]) {
    source.image = new Float32Array([value]);
    reader.read();
  }
  await sandbox.answer(READ);
  await sandbox.answer(READ);
  const images = sandbox.requests.filter(({ task }) => task === "read").map(({ data }) => new Float32Array(data)[0]);
  assert.deepEqual(images, [1, 4]);
});

test("a text that is replaced while it runs reports nothing, and the newest runs next", async () => {
  const { sandbox, reader, reports } = setUp();
  reader.run(code("a"));
  await settled();
  await sandbox.answer({});
  reader.run(code("b"));
  reader.run(code("c"));
  await sandbox.answer(RAN);
  await sandbox.answer(RAN);
  await sandbox.answer(READ);
  assert.deepEqual(sandbox.asked, ["load gap10", "run a", "run c", "read"]);
  assert.deepEqual(reports, ["begin a", "end a", "begin c", "ran c", "read c", "end c"]);
});

test("a text with an error does not read, and the next one does", async () => {
  const { sandbox, reader } = setUp();
  reader.run(code("wrong"));
  await settled();
  await sandbox.answer({});
  await sandbox.answer({ trouble: TROUBLE, defined: false, milliseconds: 1 });
  assert.equal(reader.code, null);
  reader.read();
  reader.run(code("right"));
  await settled();
  await sandbox.answer(RAN);
  assert.deepEqual(sandbox.asked, ["load gap10", "run wrong", "run right", "read"]);
});

test("what was stopped does not read again before it is run again", async () => {
  const { sandbox, reader, reports } = setUp();
  reader.run(code("endless"));
  await settled();
  await sandbox.answer({});
  await sandbox.answer(RAN);
  await reader.stop();
  reader.read();
  await settled();
  assert.deepEqual(sandbox.asked, ["load gap10", "run endless", "read"]);
  assert.equal(reports.at(-1), "end endless stopped");
  reader.run(code("endless"));
  await settled();
  assert.equal(sandbox.asked.at(-1), "run endless"); // Python is a new one, which does not know the text
});

test("a text that takes too long to read is not given another image", async () => {
  const { sandbox, reader } = setUp();
  reader.run(code("slow"));
  await settled();
  await sandbox.answer({});
  await sandbox.answer(RAN);
  await sandbox.answer({ ...READ, trouble: { ...TROUBLE, kind: "Overtime" } });
  reader.read();
  await settled();
  assert.deepEqual(sandbox.asked, ["load gap10", "run slow", "read"]);
});

test("another network is loaded before it is read with", async () => {
  const { sandbox, source, reader } = setUp();
  reader.run(code("a"));
  await settled();
  await sandbox.answer({});
  await sandbox.answer(RAN);
  await sandbox.answer(READ);
  source.model = { name: "deep", fetch: async () => new ArrayBuffer(8) };
  reader.read();
  await settled();
  await sandbox.answer({});
  assert.deepEqual(sandbox.asked.slice(-2), ["load deep", "read"]);
});

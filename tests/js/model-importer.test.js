import assert from "node:assert/strict";
import { test } from "node:test";
import "./support/fake-worker.js"; // the address of the document

const { ModelImporter } = await import("../../web/js/models/model-importer.js");

const PAGE = "https://course.example/models/";
const ONNX = new Uint8Array([8, 9]).buffer;

/**
 * An importer whose Python says which files a model names, and the URLs that it fetches.
 * @param {import("node:test").TestContext} t
 * @param {string[]} named
 */
function importer(t, named) {
  /** @type {string[]} */
  const fetched = [];
  t.mock.method(globalThis, "fetch", async (/** @type {string} */ url) => {
    fetched.push(url);
    return new Response(new ArrayBuffer(3));
  });
  const python = { runTask: async () => ({ result: named }) };
  const samples = { samples: Promise.resolve([]) };
  return { importer: new ModelImporter(/** @type {any} */ (python), /** @type {any} */ (samples)), fetched };
}

test("the weights that lie beside a fetched model are fetched, too", async (t) => {
  const { importer: made, fetched } = importer(t, ["digits.onnx.data", "more weights"]);
  const own = await made.withFilesBeside({ name: "digits.onnx", bytes: ONNX }, new URL(`${PAGE}digits.onnx?v=1`));
  assert.deepEqual(fetched, [`${PAGE}digits.onnx.data`, `${PAGE}more%20weights`]);
  assert.deepEqual(
    own.files?.map(({ name, bytes }) => [name, bytes.byteLength]),
    [
      ["digits.onnx.data", 3],
      ["more weights", 3],
    ],
  );
});

test("a model can have no file fetched from another folder or another origin", async (t) => {
  const named = [
    "https://evil.example/x",
    "//evil.example/x",
    "../secret",
    "..",
    ".",
    "a/b",
    "a\\\\b",
    "",
    "/etc/passwd",
  ];
  const { importer: made, fetched } = importer(t, named);
  const own = await made.withFilesBeside({ name: "digits.onnx", bytes: ONNX }, new URL(`${PAGE}digits.onnx`));
  assert.deepEqual([fetched, own.files], [[], []]);
  const scheme = importer(t, ["javascript:alert(1)", "data:text/plain,x"]);
  await scheme.importer.withFilesBeside({ name: "digits.onnx", bytes: ONNX }, new URL(`${PAGE}digits.onnx`));
  for (const url of scheme.fetched) {
    assert.ok(url.startsWith(PAGE), url);
  }
});

test("a model file of glasscnn's own needs no other file, and Python is not asked", async (t) => {
  const { importer: made, fetched } = importer(t, ["weights"]);
  const own = { name: "digits.npz", bytes: ONNX };
  assert.equal(await made.withFilesBeside(own, new URL(`${PAGE}digits.npz`)), own);
  assert.deepEqual(fetched, []);
  assert.deepEqual((await made.fileOf(own)).report.scaling, null);
});

test("a fetched archive is one model, and asks for no further file", async (t) => {
  const { importer: made, fetched } = importer(t, ["digits.onnx.data"]);
  const archive = { name: "digits.zip", bytes: new TextEncoder().encode("PK\x03\x04").buffer };
  assert.equal(await made.withFilesBeside(archive, new URL(`${PAGE}digits.zip`)), archive);
  assert.deepEqual(fetched, []);
});

test("a fetched model is refused if it has more than 64 MB, alone or with the files beside it", async (t) => {
  const { importer: made, fetched } = importer(t, ["digits.onnx.data"]);
  const fetchedWith = (/** @type {number} */ bytes) =>
    made.withFilesBeside({ name: "digits.onnx", bytes: new ArrayBuffer(bytes) }, new URL(`${PAGE}digits.onnx`));
  const most = 64 * 2 ** 20;
  assert.equal((await fetchedWith(most - 3)).files?.length, 1);
  await assert.rejects(fetchedWith(most - 2), /digits\.onnx is larger than 64 MB\./);
  await assert.rejects(fetchedWith(most + 1), /digits\.onnx is larger than 64 MB\./);
  assert.equal(fetched.length, 2); // nothing for the one that is too large alone
});

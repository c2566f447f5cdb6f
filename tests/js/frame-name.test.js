import assert from "node:assert/strict";
import { test } from "node:test";
import { givenByName } from "../../web/js/protocol/frame-name.js";

test("the name of a frame gives a model, strokes and an image, and nothing else", () => {
  const given = { model: { name: "deep", bundled: true }, strokes: [[[1, 2]]], lang: "id", state: { version: 1 } };
  assert.deepEqual(givenByName(`glasscnn:${JSON.stringify(given)}`), {
    model: { name: "deep", bundled: true },
    strokes: [[[1, 2]]],
    image: undefined,
  });
});

test("names of another kind give nothing", () => {
  for (const name of ["", "glasscnn", "glasscnn:", "glasscnn:{", "glasscnn:[]", 'glasscnn:{"model":1}']) {
    assert.equal(givenByName(name), null, name);
  }
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { readParameters } from "../../web/js/embed/url-parameters.js";
import { words } from "../../web/js/i18n/en/index.js";
import { forSeeds } from "./support/random.js";

const KNOWN = { texts: words.embed, languages: ["en", "id"], parts: ["pad", "bars", "network"] };

/** @param {string} search */
const read = (search) => readParameters(search, KNOWN);

test("a URL without parameters gives the defaults", () => {
  assert.deepEqual(read(""), {
    model: null,
    digit: null,
    strokes: null,
    view: null,
    stage: null,
    exercise: null,
    theme: null,
    lang: null,
    autoload: "auto",
    readonly: false,
    fitsBox: false,
    origins: [],
    warnings: [],
  });
});

test("every parameter is read", () => {
  const search =
    "?model=gap10&digit=3&view=bars,%20pad&stage=conv2&exercise=relu&theme=dark&lang=id&autoload=click&readonly&fit=box";
  assert.deepEqual(read(search), {
    model: "gap10",
    digit: 3,
    strokes: null,
    view: ["bars", "pad"],
    stage: "conv2",
    exercise: "relu",
    theme: "dark",
    lang: "id",
    autoload: "click",
    readonly: true,
    fitsBox: true,
    origins: [],
    warnings: [],
  });
});

test("strokes are points x,y, 16 ms apart", () => {
  assert.deepEqual(read("?strokes=60,60 220.5,-60;;%20100,150%20").strokes, [
    [
      [60, 60, 0],
      [220.5, -60, 16],
    ],
    [[100, 150, 32]],
  ]);
  assert.deepEqual(read("?strokes=").strokes, []);
});

test("strokes with anything except two numbers for each point are ignored with a warning", () => {
  for (const text of ["1", "1,2,3", "1,", ",1", "a,b", "1,Infinity", "1,2 3", "1,2;x"]) {
    const { strokes, warnings } = read(`?strokes=${text}`);
    assert.equal(strokes, null, text);
    assert.deepEqual(
      warnings.map((complaint) => complaint()),
      [words.embed.badStrokes],
      text,
    );
  }
});

test("unknown values are ignored with a warning", () => {
  for (const [search, name] of [
    ["?digit=10", "digit"],
    ["?digit=", "digit"],
    ["?digit=-1", "digit"],
    ["?theme=pink", "theme"],
    ["?lang=tlh", "lang"],
    ["?autoload=never", "autoload"],
    ["?readonly=perhaps", "readonly"],
    ["?fit=slide", "fit"],
    ["?view=everything", "view"],
  ]) {
    const { warnings, ...found } = read(search);
    const { warnings: _, ...nothing } = read("");
    assert.deepEqual(found, nothing, search);
    assert.equal(warnings.length, 1, search);
    assert.ok(warnings[0]().includes(name), warnings[0]());
  }
});

test("known parts of a list are used, and each unknown one gives a warning", () => {
  const { view, warnings } = read("?view=pad,radio,bars,tv");
  assert.deepEqual(view, ["pad", "bars"]);
  assert.equal(warnings.length, 2);
});

test("a warning quotes at most 40 characters", () => {
  const complaint = read(`?theme=${"x".repeat(500)}`).warnings[0]();
  assert.ok(complaint.includes(`${"x".repeat(39)}…`) && !complaint.includes("x".repeat(40)));
});

test("readonly is enabled by the bare name, 1 and true", () => {
  const values = ["readonly", "readonly=1", "readonly=true", "readonly=0", "readonly=false", ""];
  assert.deepEqual(
    values.map((value) => read(`?${value}`).readonly),
    [true, true, true, false, false, false],
  );
});

test("only valid origins are allowed, and a restriction without one allows none", () => {
  const { origins } = read("?origin=https://a.example,http://localhost:8000");
  assert.deepEqual(origins, ["https://a.example", "http://localhost:8000"]);
  for (const text of [
    "https://a.example/",
    "a.example",
    "https://a.example/page",
    "null",
    "*",
    "javascript:alert(1)",
  ]) {
    const found = read(`?origin=${encodeURIComponent(text)}`);
    assert.deepEqual(found.origins, ["https://nobody.invalid"], text);
    assert.equal(found.warnings.length, 1, text);
  }
  assert.deepEqual(read("?origin=https://a.example,*").origins, ["https://a.example"]);
});

test("no URL throws", () => {
  const names = ["model", "digit", "strokes", "view", "stage", "theme", "lang", "autoload", "readonly", "origin"];
  forSeeds(500, (random) => {
    const fields = Array.from({ length: random.integer(0, 6) }, () => {
      return `${random.pick(names)}=${random.text(random.integer(0, 12), "0123456789,;. -+e%&=[]://aN*")}`;
    });
    const { strokes, digit } = read(`?${fields.join("&")}`);
    assert.ok((strokes ?? []).flat(2).every(Number.isFinite));
    assert.ok(digit === null || (Number.isInteger(digit) && digit >= 0 && digit <= 9));
  });
});

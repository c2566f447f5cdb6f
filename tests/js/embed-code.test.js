import assert from "node:assert/strict";
import { test } from "node:test";
import { readParameters } from "../../web/js/embed/url-parameters.js";
import { words } from "../../web/js/i18n/en/index.js";
import { embedUrl, PARTS, snippetOf } from "../../web/js/share/embed-code.js";

/** @import { EmbedOptions } from "../../web/js/share/embed-code.js" */

const HOME = "https://course.example/glasscnn/";
/** @type {EmbedOptions} */
const PLAIN = {
  kind: "element",
  parts: ["bars", "pad"],
  model: "gap10",
  digit: "7",
  lang: "",
  theme: "",
  click: false,
  readonly: false,
  fit: false,
  width: "100%",
  height: 620,
};

test("an address has the chosen parameters only, with the parts in the order of the page", () => {
  assert.equal(embedUrl(HOME, PLAIN), `${HOME}index.html?model=gap10&digit=7&view=pad,bars`);
});

test("the page reads all parameters of an address as they were chosen", () => {
  const options = { ...PLAIN, parts: [...PARTS], lang: "id", theme: "dark", click: true, readonly: true, fit: true };
  const known = { texts: words.embed, languages: ["en", "id"], parts: [...PARTS] };
  const read = readParameters(new URL(embedUrl(HOME, options)).search, known);
  assert.deepEqual(read.warnings, []);
  assert.deepEqual(read.view, [...PARTS]);
  assert.deepEqual(
    [read.model, read.digit, read.lang, read.theme, read.autoload, read.readonly, read.fitsBox],
    ["gap10", 7, "id", "dark", "click", true, true],
  );
});

test("an element has the parameters as attributes, and a width only if it has one", () => {
  const start = `<script src="${HOME}glass-cnn.js" defer></script>\n<glass-cnn model="gap10" digit="7" view="pad,bars" title="A 7"`;
  assert.equal(snippetOf(HOME, PLAIN, "A 7"), `${start}></glass-cnn>`);
  assert.equal(snippetOf(HOME, { ...PLAIN, width: "760px" }, "A 7"), `${start} style="max-width: 760px"></glass-cnn>`);
});

test("an element whose content fits into a height has that height", () => {
  const snippet = snippetOf(HOME, { ...PLAIN, fit: true, width: "760px", height: 400 }, "A 7");
  assert.match(snippet, / fit="box" title="A 7" style="max-width: 760px; height: 400px"><\/glass-cnn>$/);
});

test("an iframe has the address and the size; what stands in an attribute is escaped", () => {
  const snippet = snippetOf(HOME, { ...PLAIN, kind: "iframe", width: "760px" }, 'the "7" & <more>');
  assert.match(
    snippet,
    /src="https:\/\/course\.example\/glasscnn\/index\.html\?model=gap10&amp;digit=7&amp;view=pad,bars"/,
  );
  assert.match(snippet, /title="the &quot;7&quot; &amp; &lt;more>"/);
  assert.match(snippet, /width="760" height="620"><\/iframe>$/);
});

/**
 * Writes the single file: the whole page as one HTML document that opens from a disk, without a network. `make single`
 * runs this in Node (export_tools/site/single_file/write.mjs), and the page runs it to hand out what it shows.
 *
 * The document is `single/page.html` of the release, index.html with a policy that allows exactly its own style and
 * script (export_tools/site/single_file/build.py). Into it go the style, the script, and the files that the page fetches,
 * as data blocks. The memory snapshot is left out: it would shorten the start by half a second and add a third to the
 * size.
 */

import { base64Digest, hasDigest } from "../../lib/digest.js";
import { dataBlock } from "./data-block.js";
import { OWN_MODEL } from "./own-model.js";

/** @import { Handover } from "../../protocol/page-state.js" */
/** @import { File } from "./data-block.js" */

/**
 * A file in `single/files.json`; its paths are joined.
 * @typedef {File & { paths: string[], bytes: number, sha256: string }} Listed
 */

/**
 * @typedef {object} Contents
 * @property {(path: string) => Promise<Uint8Array<ArrayBuffer>>} read a file of the release
 * @property {AsyncIterable<string> | null} [blocks] the data blocks, where this page is a single file itself
 * @property {Handover | null} [given] what the document shows when it is opened
 * @property {Uint8Array<ArrayBuffer> | null} [model] the file of a model that is not the site's
 * @property {(share: number) => void} [onProgress] gets the share that is done, 0 … 1
 */

const GIVEN_AT = "<body>";
const STYLE_AT = '<style id="file:page.css">';
const SCRIPT_AT = '<script type="module" id="file:page.js">';

/**
 * @param {Contents} contents
 * @returns {Promise<Blob>} plain ASCII
 * @throws {Error} if a file cannot be read, or is damaged
 */
export async function singleFile({ read, blocks = null, given = null, model = null, onProgress = () => {} }) {
  const text = async (/** @type {string} */ path) => new TextDecoder().decode(await read(path));
  const [page, style, script] = await Promise.all(
    ["page.html", "page.css", "page.js"].map((name) => text(`single/${name}`)),
  );
  await checkPolicy(page, style, script);
  const [beforeStyle, afterStyle] = split(page, STYLE_AT);
  const [beforeGiven, afterGiven] = split(afterStyle, GIVEN_AT);
  const [beforeFiles, afterScript] = split(afterGiven, SCRIPT_AT);
  const files = blocks ? await copied(blocks) : await embedded(read, onProgress);
  const own = model ? await dataBlock({ name: OWN_MODEL, reader: "page" }, model) : [];
  onProgress(1);
  return new Blob(
    [
      ...[beforeStyle, STYLE_AT, style, beforeGiven, GIVEN_AT, given ? handover(given) : "", beforeFiles],
      ...[...files, ...own, SCRIPT_AT, script, afterScript],
    ],
    { type: "text/html" },
  );
}

/**
 * All files that the page and the worker fetch, as data blocks.
 * @param {Contents["read"]} read
 * @param {(share: number) => void} onProgress
 */
async function embedded(read, onProgress) {
  /** @type {Listed[]} */
  const listed = JSON.parse(new TextDecoder().decode(await read("single/files.json")));
  const total = listed.reduce((sum, { bytes }) => sum + bytes, 0);
  let done = 0;
  /** @type {Blob[]} */
  const blocks = [];
  for (const file of listed) {
    const parts = await Promise.all(file.paths.map(read));
    const whole = new Uint8Array(await new Blob(parts).arrayBuffer());
    if (!(await hasDigest(whole, file.sha256))) {
      throw new Error(`${file.name} has arrived damaged.`);
    }
    blocks.push(new Blob(await dataBlock(file, whole)));
    done += file.bytes;
    onProgress(done / total);
  }
  return blocks;
}

/**
 * The page's policy has the hashes of its style and its script.
 * @param {string} page
 * @param {...string} texts
 */
async function checkPolicy(page, ...texts) {
  for (const text of texts) {
    const hash = await base64Digest(new TextEncoder().encode(text));
    if (hash !== null && !page.includes(`'sha256-${hash}'`)) {
      throw new Error("single/page.html, page.css or page.js has arrived damaged.");
    }
  }
}

/**
 * The data blocks of this document, except for the model that it was given.
 * @param {AsyncIterable<string>} blocks
 */
async function copied(blocks) {
  const copies = [];
  for await (const block of blocks) {
    if (!block.includes(`id="file:${OWN_MODEL}"`)) {
      copies.push(`${block}\n`);
    }
  }
  return copies;
}

/**
 * What the document is given, as a data block that the page reads when it starts.
 * @param {Handover} given
 */
function handover(given) {
  const json = JSON.stringify(given).replace(
    /[<\u007f-\uffff]/g, // a name must not close the element, and the document is ASCII
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return `<script type="application/json" id="given">${json}</script>`;
}

/**
 * The text before and after a mark.
 * @param {string} text
 * @param {string} mark
 */
function split(text, mark) {
  const at = text.indexOf(mark);
  if (at < 0) {
    throw new Error(`single/page.html contains no ${mark}`);
  }
  return [text.slice(0, at), text.slice(at + mark.length)];
}

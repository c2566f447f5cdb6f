import assert from "node:assert/strict";
import { test } from "node:test";
import { train } from "../../web/js/i18n/en/train.js";
import { addTexts } from "../../web/js/i18n/language.js";
import { DigitTray } from "../../web/js/panels/train/tray/digit-tray.js";
import { KeptDigits } from "../../web/js/panels/train/tray/kept-digits.js";
import { TrayReader } from "../../web/js/panels/train/tray/tray-reader.js";
import { wantedOf } from "../../web/js/panels/train/tray/wanted.js";

/** @import { TrayDigit } from "../../web/js/panels/train/tray/digit-tray.js" */
/** @import { DigitRecord } from "../../web/js/panels/train/tray/kept-digits.js" */

addTexts("train", { train });

/**
 * @param {string} label
 * @param {number} place that tells drawings apart
 * @returns {TrayDigit}
 */
const drawn = (label, place) => ({ label, strokes: [[[place, 20, 0]]], canvas: 280, brush: 24 });

/** @param {DigitTray} tray */
const contents = ({ digits }) =>
  digits.map((digit) => `${digit.label} ${"strokes" in digit && digit.strokes[0][0][0]}`);

/** A store as the browser's: it may refuse, or be full; and a channel to the pages that share it. */
class SharedStore {
  /** @type {Map<string, string>} */
  records = new Map();
  /** @type {EventTarget[]} */
  channels = [];
  writes = 0;
  /** @type {Error | null} */
  error = null;

  async all() {
    this.check();
    return /** @type {DigitRecord[]} */ ([...this.records].sort());
  }

  /**
   * @param {DigitRecord[]} records
   * @param {string[]} removed
   */
  async write(records, removed) {
    this.check();
    this.writes += 1;
    for (const [id, text] of records) {
      this.records.set(id, text);
    }
    for (const id of removed) {
      this.records.delete(id);
    }
  }

  check() {
    if (this.error) {
      throw this.error;
    }
  }

  /** A page that opens this store. */
  async page() {
    const tray = new DigitTray();
    const own = Object.assign(new EventTarget(), {
      postMessage: (/** @type {any} */ data) => {
        for (const other of this.channels.filter((channel) => channel !== own)) {
          other.dispatchEvent(Object.assign(new Event("message"), { data: structuredClone(data) }));
        }
      },
    });
    this.channels.push(own);
    const kept = new KeptDigits(tray, this, /** @type {any} */ (own));
    await kept.loading;
    return { tray, kept };
  }
}

/** @param {{ kept: KeptDigits }[]} pages */
async function settled(...pages) {
  for (let round = 0; round < 5; round++) {
    await Promise.all(pages.map(({ kept }) => kept.saving));
    await new Promise((resolve) => setTimeout(resolve));
  }
}

test("a digit is added once; the same drawing under another label is another digit", () => {
  const tray = new DigitTray();
  let changes = 0;
  tray.addEventListener("change", () => {
    changes += 1;
  });
  const { added, known } = tray.add(drawn("7", 1), drawn("7", 1), drawn("1", 1), drawn("7", 2));
  assert.deepEqual([added.length, known, changes], [3, 1, 1]);
  assert.deepEqual(contents(tray), ["7 1", "1 1", "7 2"]);
  assert.deepEqual(tray.labels, ["7", "1"]);
  assert.equal(tray.like(drawn("?", 2))?.id, added[2].id);
  assert.equal(tray.like(drawn("7", 3)), null);
});

test("a tray takes 10,000 digits and says how many it has left out", () => {
  const tray = new DigitTray();
  const many = Array.from({ length: 10_002 }, (_, place) => drawn("7", place));
  const { added, left } = tray.add(...many);
  assert.deepEqual([added.length, left, tray.digits.length], [10_000, 2, 10_000]);
  assert.equal(tray.add(drawn("7", -1)).left, 1);
});

test("deleted digits go back to their places, and a digit keeps its place when its label changes", () => {
  const tray = new DigitTray();
  const { added } = tray.add(drawn("1", 1), drawn("2", 2), drawn("3", 3), drawn("4", 4));
  const removed = tray.remove(added[1].id, added[2].id);
  tray.add(drawn("5", 5));
  assert.deepEqual(contents(tray), ["1 1", "4 4", "5 5"]);
  tray.merge(removed);
  tray.relabel(added[1].id, "★");
  assert.deepEqual(contents(tray), ["1 1", "★ 2", "3 3", "4 4", "5 5"]);
});

test("digits are there again in the next visit, in their order, with what was changed and without what was deleted", async () => {
  const store = new SharedStore();
  const first = await store.page();
  const { added } = first.tray.add(drawn("1", 1), drawn("2", 2), drawn("3", 3));
  await settled(first);
  first.tray.relabel(added[0].id, "★");
  first.tray.remove(added[1].id);
  await settled(first);
  assert.equal(store.records.size, 2);
  assert.equal(
    first.kept.size,
    [...store.records.values()].reduce((sum, text) => sum + new Blob([text]).size, 0),
  );
  const second = await store.page();
  assert.deepEqual(contents(second.tray), ["★ 1", "3 3"]);
  assert.equal(second.kept.size, first.kept.size);
  assert.equal(store.writes, 2); // reading writes nothing
});

test("two pages see what the other one does, and keep each other's digits", async () => {
  const store = new SharedStore();
  const [one, other] = [await store.page(), await store.page()];
  one.tray.add(drawn("1", 1));
  other.tray.add(drawn("2", 2));
  await settled(one, other);
  assert.deepEqual(contents(one.tray).sort(), ["1 1", "2 2"]);
  assert.deepEqual(contents(other.tray), contents(one.tray));
  other.tray.remove(one.tray.digits.find(({ label }) => label === "1")?.id ?? "");
  await settled(one, other);
  assert.deepEqual(contents(one.tray), ["2 2"]);
  assert.equal(store.records.size, 1);
});

test("a page that was not told of a digit does not delete it", async () => {
  const store = new SharedStore();
  const [one, other] = [await store.page(), await store.page()];
  store.channels = [];
  one.tray.add(drawn("1", 1));
  await settled(one);
  other.tray.add(drawn("2", 2));
  await settled(other);
  assert.deepEqual(contents((await store.page()).tray), ["1 1", "2 2"]);
});

test("digits that are added while the kept ones are still being read are kept, too", async () => {
  const store = new SharedStore();
  const first = await store.page();
  first.tray.add(drawn("1", 1));
  await settled(first);
  const tray = new DigitTray();
  const kept = new KeptDigits(tray, store, null);
  tray.add(drawn("2", 2));
  await settled({ kept });
  assert.deepEqual(contents(tray), ["1 1", "2 2"]);
  assert.equal(store.records.size, 2);
});

test("a damaged record is left out and left alone, until all is forgotten; forgotten digits can be had back", async () => {
  const store = new SharedStore();
  const first = await store.page();
  first.tray.add(drawn("1", 1));
  await settled(first);
  for (const text of ["{", '{"label": "7"}', "7"]) {
    store.records.set(`damaged ${text}`, text);
  }
  store.records.set("damaged 0", /** @type {any} */ (undefined));
  const { tray, kept } = await store.page();
  assert.deepEqual(contents(tray), ["1 1"]);
  assert.equal(kept.damaged.length, 4);
  tray.add(drawn("2", 2));
  await settled({ kept });
  assert.equal(store.records.size, 6);
  const forgotten = kept.forget();
  await settled({ kept });
  assert.deepEqual([tray.digits.length, store.records.size, kept.damaged.length, kept.size], [0, 0, 0, 0]);
  tray.merge(forgotten);
  await settled({ kept });
  assert.deepEqual(contents(tray), ["1 1", "2 2"]);
  assert.equal(store.records.size, 2);
});

test("where nothing can be stored, the tray goes on in memory; what is full can have room again", async () => {
  const store = new SharedStore();
  store.error = new Error("SecurityError");
  const refused = await store.page();
  refused.tray.add(drawn("1", 1));
  await settled(refused);
  assert.deepEqual([contents(refused.tray), refused.kept.trouble, store.writes], [["1 1"], "refused", 0]);
  store.error = null;
  const { tray, kept } = await store.page();
  store.error = Object.assign(new Error("full"), { name: "QuotaExceededError" });
  tray.add(drawn("2", 2));
  await settled({ kept });
  assert.deepEqual([contents(tray), kept.trouble], [["2 2"], "full"]);
  store.error = null;
  tray.add(drawn("3", 3));
  await settled({ kept });
  assert.deepEqual([kept.trouble, store.records.size], [null, 2]);
});

test("a thousand digits are written in parts", async () => {
  const store = new SharedStore();
  const { tray, kept } = await store.page();
  tray.add(...Array.from({ length: 1000 }, (_, place) => drawn("7", place)));
  await settled({ kept });
  assert.deepEqual([store.records.size, store.writes], [1000, 5]);
});

test("the classes that need more digits are named, for five of each and then for ten", () => {
  const words = train.tray.wanted;
  const of = (/** @type {number} */ zeros, /** @type {number} */ ones) =>
    wantedOf(
      ["0", "1"].flatMap((label) =>
        Array.from({ length: label === "0" ? zeros : ones }, () => ({ ...drawn(label, 1), id: "" })),
      ),
      ["0", "1"],
      words,
    );
  assert.equal(of(0, 0), words.none);
  assert.equal(of(3, 7), "For 5 of each, still wanted: 0 (2).");
  assert.equal(of(5, 9), "For 10 of each, still wanted: 0 (5), 1 (1).");
  assert.equal(of(12, 10), "At least 10 of each class: that is enough to train on.");
});

test("a tray is read in parts; what the model has no class for, or takes no image of that size, is left out", async () => {
  const tray = new DigitTray();
  tray.add(...Array.from({ length: 20 }, (_, place) => drawn(place < 12 ? "cat" : "dog", place)), drawn("★", 1));
  tray.add({ label: "cat", image: "AAAAAA==", width: 2, height: 2 });
  /** @type {number[]} */
  const sizes = [];
  const python = {
    runTask: async (/** @type {string} */ task, /** @type {object} */ _, /** @type {ArrayBuffer} */ bytes) => {
      assert.equal(task, "trayReadings");
      const { digits } = JSON.parse(new TextDecoder().decode(bytes));
      sizes.push(digits.length);
      return { result: digits.map((/** @type {any} */ { strokes }) => (strokes[0][0][0] % 4 === 0 ? 1 : 0)) };
    },
  };
  const model = /** @type {any} */ ({ classes: ["cat", "dog"], input: { shape: [1, 1, 1] } });
  const reader = new TrayReader(/** @type {any} */ (python), () => {});
  const found = await reader.read(tray, model);
  assert.deepEqual(sizes, [16, 4]);
  assert.deepEqual(found?.confusion, [[9, 3], [6, 2]]); // biome-ignore format: a matrix
  assert.deepEqual([found?.right, found?.all, found?.strange.length, found?.large.length], [11, 20, 1, 1]);
  const stopped = new TrayReader(/** @type {any} */ (python), () => {});
  stopped.stop();
  assert.equal(await stopped.read(tray, model), null);
});

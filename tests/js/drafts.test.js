import assert from "node:assert/strict";
import { test } from "node:test";
import { Autosave } from "../../web/js/panels/code/autosave.js";
import { Drafts, withVersion } from "../../web/js/panels/code/drafts.js";
import { OwnText } from "../../web/js/panels/code/own-text.js";

const STARTER = { name: "relu", op: "relu", kind: /** @type {const} */ ("array"), text: "def relu(x): pass\n" };
const NEW_STARTER = { ...STARTER, text: "def relu(x): return x\n" };

/** A browser's storage that can be full. */
class Shelf {
  /** @type {Map<string, string>} */
  items = new Map();
  room = Number.POSITIVE_INFINITY;

  /** @param {string} key */
  getItem(key) {
    return this.items.get(key) ?? null;
  }

  /**
   * @param {string} key
   * @param {string} text
   */
  setItem(key, text) {
    if (text.length > this.room) {
      throw new Error("QuotaExceededError");
    }
    this.items.set(key, text);
  }
}

/** @param {Shelf} shelf */
const visit = (shelf) => new OwnText(new Drafts("/site/", () => shelf));

const version = (/** @type {string} */ text, time = 0, isLive = false) => ({ text, time, isLive });

test("a text is there again in the next visit, and another operator's text is another one", () => {
  const shelf = new Shelf();
  const first = visit(shelf);
  first.open(STARTER);
  first.change("mine");
  first.store();
  const second = visit(shelf);
  second.open(STARTER);
  assert.equal(second.text, "mine");
  second.open({ ...STARTER, name: "relu-loops", kind: "loops" });
  assert.equal(second.text, STARTER.text);
});

test("what another page or version has stored is not taken for a draft", () => {
  const shelf = new Shelf();
  const drafts = new Drafts("/site/", () => shelf);
  for (const stored of ["{", "null", "[]", '{"text": 1}', '{"text": "a", "starter": "b", "versions": [{"text": 1}]}']) {
    shelf.items.set(drafts.keyOf("relu"), stored);
    assert.equal(drafts.read("relu"), null, stored);
  }
});

test("a text that was never changed follows the one to begin with; a changed one stays, and both can be had", () => {
  const shelf = new Shelf();
  const first = visit(shelf);
  first.open(STARTER);
  first.store();
  const second = visit(shelf);
  second.open(NEW_STARTER);
  assert.deepEqual([second.text, second.hasNewStarter], [NEW_STARTER.text, false]);
  second.open(STARTER);
  second.change("mine");
  second.store();
  const third = visit(shelf);
  third.open(NEW_STARTER);
  assert.deepEqual([third.text, third.hasNewStarter], ["mine", true]);
  third.keepVersion(false);
  third.change(NEW_STARTER.text);
  third.acceptStarter();
  assert.equal(third.hasNewStarter, false);
  assert.deepEqual(
    third.draft.versions.map(({ text }) => text),
    ["mine"],
  );
});

test("the last 20 versions are kept, each text once, the newest first", () => {
  let versions = /** @type {import("../../web/js/panels/code/drafts.js").Version[]} */ ([]);
  for (let time = 0; time < 30; time += 1) {
    versions = withVersion(versions, version(`text ${time}`, time));
  }
  versions = withVersion(versions, version("text 25", 30));
  assert.equal(versions.length, 20);
  assert.deepEqual(
    versions.slice(0, 3).map(({ text, time }) => [text, time]),
    [
      ["text 25", 30],
      ["text 29", 29],
      ["text 28", 28],
    ],
  );
});

test("of the versions that run while somebody types, one a minute is kept", () => {
  const seconds = [0, 20, 40, 59, 61, 80];
  let versions = [version("asked for", -1)];
  for (const second of seconds) {
    versions = withVersion(versions, version(`typed ${second}`, second * 1000, true));
  }
  assert.deepEqual(
    versions.map(({ text }) => text),
    ["typed 80", "typed 59", "asked for"],
  );
});

test("where there is little room the versions are left out, and where there is none the page keeps the text", () => {
  const shelf = new Shelf();
  const own = visit(shelf);
  own.open(STARTER);
  own.change("a".repeat(1000));
  own.keepVersion(false);
  own.change("short");
  shelf.room = 500;
  own.store();
  assert.equal(own.isBlocked, false);
  const reopened = visit(shelf);
  reopened.open(STARTER);
  assert.deepEqual([reopened.text, reopened.draft.versions], ["short", []]);
  shelf.room = 0;
  own.change("longer");
  own.store();
  assert.equal(own.isBlocked, true);
  own.open(STARTER);
  assert.equal(own.text, "longer");
  assert.equal(own.draft.versions.length, 1);
});

test("a text from a link is held until it is allowed, that text only, and is not stored before", () => {
  const shelf = new Shelf();
  const own = visit(shelf);
  own.open(STARTER);
  own.change("mine");
  own.store();
  own.openLinked(STARTER, "theirs");
  assert.deepEqual([own.text, own.held], ["theirs", "theirs"]);
  own.change("changed"); // by whatever means
  own.store();
  const reloaded = visit(shelf);
  reloaded.open(STARTER);
  assert.equal(reloaded.text, "mine");
  own.allow();
  assert.deepEqual([own.text, own.held], ["theirs", null]);
  assert.deepEqual(
    own.draft.versions.map(({ text }) => text),
    ["mine"],
  );
  own.openLinked(STARTER, "theirs, but worse");
  assert.equal(own.held, "theirs, but worse");
  own.decline();
  assert.equal(own.text, "theirs");
});

test("a link with one's own text, or with the one to begin with, is not held", () => {
  const own = visit(new Shelf());
  own.open(STARTER);
  own.change("mine");
  own.store();
  own.openLinked(STARTER, "mine");
  assert.deepEqual([own.text, own.held], [own.draft.text, null]);
  own.openLinked(STARTER, STARTER.text);
  assert.deepEqual([own.text, own.held], [STARTER.text, null]);
});

test("whoever types without a pause loses less than a second", () => {
  /** @type {{ report: () => void, milliseconds: number } | null} */
  let timer = null;
  let saved = 0;
  const clock = {
    start: (/** @type {() => void} */ report, /** @type {number} */ milliseconds) => {
      timer = { report, milliseconds };
      return 1;
    },
    stop: () => {
      timer = null;
    },
  };
  const autosave = new Autosave(() => {
    saved += 1;
  }, clock);
  autosave.request();
  const first = /** @type {any} */ (timer);
  autosave.request(); // another key does not put it off
  assert.equal(timer, first);
  assert.ok(first.milliseconds <= 300);
  first.report();
  assert.equal(saved, 1);
  autosave.flush();
  assert.equal(saved, 1); // there is nothing to save
  autosave.request();
  autosave.flush();
  assert.deepEqual([saved, timer], [2, null]);
});

/**
 * Says what the page's scripts cannot say before they run: that only a part of the document has arrived, that a script does
 * not load or does not run, that they are late, and that the style sheet is missing or damaged. A classic script, because
 * those are loaded without CORS; it needs nothing of the document, and does not wait for its end, which may never come.
 */

import { loading as en } from "./i18n/en/loading.js";
import { loading as id } from "./i18n/id/loading.js";
import { readSetting } from "./lib/storage.js";

/** @typedef {keyof typeof en} Notice */

const LATE = 15_000; // milliseconds
const LONG_FOR_THE_DOCUMENT = 5_000; // milliseconds
const PARSED = 1_000; // milliseconds after the last byte; by then the document has been parsed, if it is whole
const PAUSE = 250; // milliseconds
const SCRIPTS_OR_STYLES = /\.(js|css)$/;

/** @type {Record<string, typeof en>} */
const LANGUAGES = { en, id };

const element = document.createElement("p");
element.className = "alert";
element.role = "alert";

let secondArrival = Number.POSITIVE_INFINITY; // when the document, fetched a second time, has arrived

let isBroken = false; // a script has not loaded, or has ended with an error, before the page had begun
/** @type {Notice | null} */
let shown = null;

const hasBegun = () => "glasscnn" in window; // main.js has run
const hasLoaded = () => document.readyState === "complete"; // all scripts have run or failed
const isWhole = () => document.querySelector("noscript") !== null; // the last element of index.html
const isStyled = () => getComputedStyle(document.documentElement).getPropertyValue("--page-styles") !== "";

/**
 * Whether no more of the document will come. Where a connection ends in the middle, the browser leaves it “loading” for ever;
 * then it is here a second time before it has been parsed once.
 */
function isAllThereIs() {
  return document.readyState !== "loading" || performance.now() - secondArrival > PARSED;
}

/** @returns {Notice | null} */
function whatIsWrong() {
  if (isAllThereIs() && !isWhole()) {
    return "incomplete";
  }
  if (isBroken || (hasLoaded() && !hasBegun())) {
    return "unloaded";
  }
  if (hasLoaded() && !isStyled()) {
    return "unstyled";
  }
  return hasBegun() || performance.now() < LATE ? null : "late";
}

/** @param {Notice | null} notice */
function show(notice) {
  shown = notice;
  if (!notice) {
    element.remove();
    return;
  }
  const wanted = [
    new URLSearchParams(location.search).get("lang"),
    readSetting("glasscnn-language"),
    ...navigator.languages,
  ];
  const codes = wanted.map((tag) => tag?.toLowerCase().split("-")[0] ?? "");
  element.textContent = LANGUAGES[codes.find((code) => Object.hasOwn(LANGUAGES, code)) ?? "en"][notice];
  element.dataset.testid = notice;
  (document.body ?? document.documentElement).append(element);
  if (notice !== "late") {
    fetchAgain();
  }
  if (!hasBegun() && notice !== "late") {
    document.documentElement.dataset.state = "error";
  }
}

/** Fetch the document, the scripts and styles again, so that the browser's cache holds no damaged one on a reload. */
function fetchAgain() {
  if (self.origin === "null") {
    return; // a sandboxed frame may fetch nothing
  }
  const names = performance.getEntriesByType("resource").map(({ name }) => name);
  for (const url of [location.href, ...names.filter((name) => SCRIPTS_OR_STYLES.test(name))]) {
    fetch(url, { cache: "reload" }).catch(() => {}); // the host may still not answer
  }
}

function look() {
  const notice = whatIsWrong();
  if (notice !== shown) {
    show(notice);
  }
}

addEventListener(
  "error",
  ({ target }) => {
    if (target instanceof HTMLScriptElement || (target === window && !hasBegun())) {
      isBroken = true;
      look();
    }
  },
  { capture: true },
);

const looking = setInterval(() => {
  look();
  if (hasLoaded() && shown !== "late") {
    clearInterval(looking);
  }
}, PAUSE);

setTimeout(async () => {
  if (document.readyState === "loading") {
    await fetch(location.href)
      .then((response) => response.arrayBuffer())
      .catch(() => {}); // nor does the rest of the document come then
    secondArrival = performance.now();
  }
}, LONG_FOR_THE_DOCUMENT);

/** The page's URL parameters: `?model=gap10&view=pad,bars&autoload=click`. Invalid ones are ignored, with a warning. */

import { MOST_POINTS_IN_AN_ADDRESS } from "../protocol/limits.js";

/** @import { State } from "../protocol/page-state.js" */

/** @typedef {import("../i18n/language.js").Texts["embed"]} Texts */
/** @typedef {State["strokes"]} Strokes */

/**
 * @typedef {object} Parameters
 * @property {string | null} model the name of a bundled model, or the URL of a file on the same origin
 * @property {number | null} digit a sample
 * @property {Strokes | null} strokes
 * @property {string[] | null} view the visible parts; null for all
 * @property {string | null} stage the open one
 * @property {string | null} exercise the name of an exercise of the site
 * @property {"system" | "light" | "dark" | null} theme
 * @property {string | null} lang
 * @property {"auto" | "click" | "draw"} autoload when Python and the model are loaded: at once, after a click on a picture
 *   in the page's place, or when somebody draws or points
 * @property {boolean} readonly
 * @property {boolean} fitsBox whether the page takes the size of its frame, instead of the height of its content
 * @property {string[]} origins that may send messages; empty for that of the embedding page
 * @property {(() => string)[]} warnings each in the current language
 */

const THEMES = /** @type {const} */ (["system", "light", "dark"]);

/**
 * @param {string} search
 * @param {{ texts: Texts, languages: string[], parts: string[] }} known
 * @returns {Parameters}
 */
export function readParameters(search, { texts, languages, parts }) {
  const parameters = new URLSearchParams(search);
  /** @type {(() => string)[]} */
  const warnings = [];
  const one = (/** @type {string} */ name, /** @type {readonly string[]} */ allowed) => {
    const value = parameters.get(name);
    if (value === null || allowed.includes(value)) {
      return value;
    }
    warnings.push(() => texts.badValue(name, shorten(value), allowed.join(", ")));
    return null;
  };
  const flag = (/** @type {string} */ name) =>
    ["", "1", "true"].includes(one(name, ["", "0", "1", "false", "true"]) ?? "0");
  const digit = one("digit", Array.from("0123456789"));
  return {
    model: parameters.get("model") || null,
    digit: digit === null ? null : Number(digit),
    strokes: readStrokes(parameters.get("strokes"), texts, warnings),
    view: readList(parameters.get("view"), parts, (name) =>
      warnings.push(() => texts.badValue("view", shorten(name), parts.join(", "))),
    ),
    stage: parameters.get("stage") || null,
    exercise: parameters.get("exercise") || null,
    theme: /** @type {Parameters["theme"]} */ (one("theme", THEMES)),
    lang: one("lang", languages),
    autoload: /** @type {Parameters["autoload"]} */ (one("autoload", ["click", "draw", "auto"]) ?? "auto"),
    readonly: flag("readonly"),
    fitsBox: one("fit", ["content", "box"]) === "box",
    origins: readOrigins(parameters.get("origin"), texts, warnings),
    warnings,
  };
}

/**
 * `60,60 220,60 120,240;100,150 190,150`: points x,y on the pad of 280 × 280, strokes separated by semicolons.
 * @param {string | null} text
 * @param {Texts} texts
 * @param {(() => string)[]} warnings
 * @returns {Strokes | null}
 */
function readStrokes(text, texts, warnings) {
  if (text === null) {
    return null;
  }
  let ticks = 0;
  const tick = () => 16 * ticks++; // milliseconds
  const strokes = text
    .split(";")
    .filter((stroke) => stroke.trim())
    .map((stroke) =>
      stroke
        .trim()
        .split(/\s+/)
        .slice(0, MOST_POINTS_IN_AN_ADDRESS)
        .map((point) => /** @type {[number, number, number]} */ ([...numbers(point), tick()])),
    );
  if (strokes.every((stroke) => stroke.every((point) => point.length === 3 && point.every(Number.isFinite)))) {
    return strokes;
  }
  warnings.push(() => texts.badStrokes);
  return null;
}

/** @param {string} point "x,y" */
const numbers = (point) => point.split(",").map((part) => (part === "" ? Number.NaN : Number(part)));

/**
 * @param {string | null} text names, separated by commas
 * @param {string[]} known
 * @param {(name: string) => void} onUnknown
 */
function readList(text, known, onUnknown) {
  if (text === null) {
    return null;
  }
  const names = text.split(",").map((name) => name.trim());
  names.filter((name) => !known.includes(name)).forEach(onUnknown);
  const found = names.filter((name) => known.includes(name));
  return found.length > 0 ? found : null;
}

/**
 * @param {string | null} text
 * @param {Texts} texts
 * @param {(() => string)[]} warnings
 */
function readOrigins(text, texts, warnings) {
  const listed = (text ?? "").split(",").filter(Boolean);
  const origins = listed.filter((origin) => URL.canParse(origin) && new URL(origin).origin === origin);
  if (origins.length < listed.length) {
    warnings.push(() => texts.badOrigin(shorten(text ?? "")));
    return origins.length > 0 ? origins : ["https://nobody.invalid"]; // a restriction was requested, so allow no origin
  }
  return origins;
}

/** @param {string} value */
const shorten = (value) => (value.length > 40 ? `${value.slice(0, 39)}…` : value);

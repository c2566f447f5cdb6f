/**
 * Converts a state of the page to a URL fragment and back: `#v=1&model=gap10&ink=…&check=…`.
 *
 * A link holds a drawing, names and settings, a few changed weights, and a person's code as text that does not run before a
 * click, never the bytes of a model. The checksum at its end detects links that were truncated or edited. This is version 1 of the format.
 */

import { checksum } from "../lib/checksum.js";
import { LARGEST_LINKED_IMAGE, LONGEST_LINK } from "../protocol/limits.js";
import { decodeImage, decodeInk, encodeImage, encodeInk } from "./ink-code.js";
import { decodeWeights, encodeWeights } from "./weight-code.js";

/** @import { State } from "../protocol/page-state.js" */

const VERSION = "1";
const DEFAULTS = { brush: 24, centre: true };

/** A link that cannot be created or opened; the reason is a key of `texts.share.refused`. */
export class LinkError extends Error {
  /** @param {"damaged" | "newer" | "tooLong" | "tooMuch"} reason */
  constructor(reason) {
    super(`the link is refused: ${reason}`);
    this.reason = reason;
  }
}

/**
 * @param {State} state
 * @returns {string} the fragment, including the #
 * @throws {LinkError} if it would be too long to be opened again
 */
export function fragmentOf(state) {
  const { version, strokes, brush, centre, model, stage, image, code, weights, ...panels } = state;
  const fields = new URLSearchParams({ v: String(version), model });
  if (stage !== null) {
    fields.set("stage", stage);
  }
  if (brush !== DEFAULTS.brush) {
    fields.set("brush", String(brush));
  }
  if (centre !== DEFAULTS.centre) {
    fields.set("centre", "0");
  }
  if (strokes.length > 0) {
    fields.set("ink", inkOf(strokes));
  }
  if (image && image.length <= LARGEST_LINKED_IMAGE) {
    fields.set("image", encodeImage(image));
  }
  if (code) {
    fields.set("code", JSON.stringify(code)); // packed already
  }
  if (weights) {
    fields.set("weights", encodeWeights(weights));
  }
  if (Object.keys(panels).length > 0) {
    fields.set("more", toBase64Url(JSON.stringify(panels)));
  }
  const fragment = `#${fields}&check=${checksum(String(fields))}`;
  if (fragment.length > LONGEST_LINK) {
    throw new LinkError("tooMuch");
  }
  return fragment;
}

/** @param {State["strokes"]} strokes */
function inkOf(strokes) {
  try {
    return encodeInk(strokes);
  } catch {
    throw new LinkError("tooMuch");
  }
}

/**
 * The link to a state of this page.
 * @param {State} state
 */
export function linkTo(state) {
  const home = new URL(location.href);
  home.search = home.hash = "";
  return home.href + fragmentOf(state);
}

/** Whether a fragment looks like a link of this format. @param {string} fragment */
export function isLink(fragment) {
  return /^#?(v=|.*[&]?(ink|check)=)/.test(fragment);
}

/**
 * @param {string} fragment
 * @returns {State}
 * @throws {LinkError}
 */
export function stateOf(fragment) {
  const text = fragment.replace(/^#/, "");
  if (text.length > LONGEST_LINK) {
    throw new LinkError("tooLong");
  }
  const fields = new URLSearchParams(text);
  const version = fields.get("v");
  if (version !== VERSION && /^\d+$/.test(version ?? "") && Number(version) > Number(VERSION)) {
    throw new LinkError("newer");
  }
  const [content, check] = text.split("&check=");
  if (version !== VERSION || checksum(content) !== check) {
    throw new LinkError("damaged");
  }
  try {
    return stateFrom(fields);
  } catch {
    throw new LinkError("damaged");
  }
}

/**
 * @param {URLSearchParams} fields
 * @returns {State}
 */
function stateFrom(fields) {
  const more = fields.get("more");
  const panels = more ? JSON.parse(fromBase64Url(more)) : {};
  const brush = Number(fields.get("brush") ?? DEFAULTS.brush);
  const isObject = typeof panels === "object" && panels !== null && !Array.isArray(panels);
  const isPanelState = isObject && !("image" in panels) && !("weights" in panels);
  if (!isPanelState || !(brush >= 1 && brush < 200)) {
    throw new RangeError("a field has an invalid value");
  }
  const [ink, image, code, weights] = ["ink", "image", "code", "weights"].map((name) => fields.get(name));
  return {
    ...panels,
    version: /** @type {const} */ (1),
    strokes: ink ? decodeInk(ink) : [],
    brush,
    centre: fields.get("centre") !== "0",
    model: fields.get("model") ?? "",
    stage: fields.get("stage"),
    ...(image && { image: decodeImage(image) }),
    ...(code && { code: JSON.parse(code) }),
    ...(weights && { weights: decodeWeights(weights) }),
  };
}

/** @param {string} text */
function toBase64Url(text) {
  const bytes = String.fromCharCode(...new TextEncoder().encode(text));
  return btoa(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** @param {string} text */
function fromBase64Url(text) {
  const bytes = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)));
}

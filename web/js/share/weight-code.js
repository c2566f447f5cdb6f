/**
 * Changed weights as text in a link: `wconv1.weight_4.3f8ccccd_5.bf000000*mconv2_3` sets the weights 4 and 5 of the array
 * conv1.weight, counted in its flat order from 0, to these float32 numbers in hexadecimal, and mutes channel 3 of conv2.
 * `n4410` says that there are 4,410 changed weights, which are too many for a link.
 */

/** @import { LinkedWeights } from "../protocol/page-state.js" */

/** The largest number of weights and muted channels that a link holds. */
export const MOST_CHANGES = 20;

const ESCAPED = /[_*%!'()~]/g;

/**
 * @param {LinkedWeights} weights
 * @returns {string}
 */
export function encodeWeights({ numbers, muted, tooMany }) {
  if (tooMany) {
    return `n${tooMany}`;
  }
  /** @type {Map<string, string[]>} */
  const groups = new Map();
  for (const [array, index, value] of numbers) {
    addTo(groups, `w${escapeName(array)}`, `${index}.${hexOf(value)}`);
  }
  for (const [node, channel] of muted) {
    addTo(groups, `m${escapeName(node)}`, String(channel));
  }
  return [...groups].map(([name, entries]) => [name, ...entries].join("_")).join("*");
}

/**
 * @param {Map<string, string[]>} groups
 * @param {string} name
 * @param {string} entry
 */
function addTo(groups, name, entry) {
  groups.set(name, [...(groups.get(name) ?? []), entry]);
}

/**
 * @param {string} code
 * @returns {LinkedWeights}
 * @throws {RangeError} if it is none
 */
export function decodeWeights(code) {
  /** @type {LinkedWeights} */
  const weights = { numbers: [], muted: [] };
  if (/^n[1-9]\d{0,8}$/.test(code)) {
    return { ...weights, tooMany: Number(code.slice(1)) };
  }
  for (const group of code.split("*")) {
    const [name, ...entries] = group.split("_");
    const isKnown = /^[wm]./.test(name) && entries.length > 0;
    if (!isKnown || weights.numbers.length + weights.muted.length + entries.length > MOST_CHANGES) {
      throw new RangeError(`expected up to ${MOST_CHANGES} changes of weights, found ${code.slice(0, 100)}`);
    }
    for (const entry of entries) {
      if (name.startsWith("w")) {
        weights.numbers.push([unescapeName(name), ...numberIn(entry)]);
      } else {
        weights.muted.push([unescapeName(name), indexIn(entry)]);
      }
    }
  }
  return weights;
}

/** @param {string} name */
const escapeName = (name) =>
  encodeURIComponent(name).replaceAll(ESCAPED, (character) =>
    character === "%" ? "~" : `~${character.charCodeAt(0).toString(16)}`,
  );

/** @param {string} name with the letter of its group */
const unescapeName = (name) => decodeURIComponent(name.slice(1).replaceAll("~", "%"));

/**
 * @param {string} entry
 * @returns {[index: number, value: number]}
 */
function numberIn(entry) {
  const [, index, hex] = /^(\d+)\.([0-9a-f]{8})$/.exec(entry) ?? [];
  const value = new Float32Array(new Uint32Array([Number.parseInt(hex ?? "7fc00000", 16)]).buffer)[0];
  if (!Number.isFinite(value)) {
    throw new RangeError(`expected an index and a finite float32 number, found ${entry.slice(0, 100)}`);
  }
  return [indexIn(index), value];
}

/** @param {string} text */
function indexIn(text) {
  if (!/^\d{1,9}$/.test(text)) {
    throw new RangeError(`expected an index, found ${text.slice(0, 100)}`);
  }
  return Number(text);
}

/** @param {number} value */
const hexOf = (value) => new Uint32Array(new Float32Array([value]).buffer)[0].toString(16).padStart(8, "0");

/** Edits as the state of a page, as links and the public API have it; a state may come from anybody. */

import { LocalisedError } from "../../../i18n/error-text.js";
import { texts } from "../../../i18n/language.js";
import { MOST_CHANGES } from "../../../share/weight-code.js";
import { differences } from "./weight-edits.js";
import { arrayAt, rangeOfArray } from "./weight-layout.js";

/** @import { LinkedWeights } from "../../../protocol/page-state.js" */
/** @import { WeightEdits } from "./weight-edits.js" */

/**
 * What differs from the model's file.
 * @param {WeightEdits} edits
 * @returns {LinkedWeights | null} null if nothing does
 */
export function linkedWeights(edits) {
  const { weights, original, layout } = edits;
  const muted = [...edits.muted.values()];
  const changed = edits.base === original ? [...edits.changed].sort((a, b) => a - b) : differences(weights, original);
  const count = changed.length + muted.length;
  if (count === 0) {
    return null;
  }
  if (count > MOST_CHANGES) {
    return { numbers: [], muted: [], tooMany: count };
  }
  return {
    numbers: changed.map((index) => {
      const { name, offset } = arrayAt(layout, index);
      return [name, index - offset, weights[index]];
    }),
    muted: muted.map(({ node, channel }) => [node, channel]),
  };
}

/**
 * @param {any} linked
 * @param {WeightEdits} edits
 * @param {unknown} wanted the name of the model that it is for
 * @param {string} current that of the current model
 * @returns {LinkedWeights}
 * @throws {LocalisedError} if it is not for this model, or damaged
 */
export function checkLinked(linked, edits, wanted, current) {
  const words = texts.weights.link;
  if (wanted !== current) {
    throw new LocalisedError(() => words.otherModel(String(wanted).slice(0, 40), current));
  }
  if (linked?.tooMany > 0) {
    throw new LocalisedError(() => words.tooMany(Number(linked.tooMany)));
  }
  const [numbers, muted] = [linked?.numbers, linked?.muted].map((list) => (Array.isArray(list) ? list : []));
  if (numbers.length + muted.length > MOST_CHANGES) {
    throw new LocalisedError(() => words.tooMany(numbers.length + muted.length));
  }
  for (const [name, index, value] of numbers) {
    const { from, to } = rangeOfArray(edits.layout, String(name)) ?? { from: 0, to: 0 };
    if (!isIndex(index, to - from) || !Number.isFinite(Math.fround(value))) {
      throw new LocalisedError(() => words.noSuchWeight(`${String(name).slice(0, 40)} ${index}`));
    }
  }
  for (const [node, channel] of muted) {
    if (!isIndex(channel, edits.layout.find(({ name }) => name === `${node}.weight`)?.shape[0] ?? 0)) {
      throw new LocalisedError(() => words.noSuchWeight(`${String(node).slice(0, 40)} ${channel}`));
    }
  }
  return { numbers, muted };
}

/**
 * Change the weights of the file as a link says, as one step.
 * @param {WeightEdits} edits
 * @param {LinkedWeights | null} linked that is checked; null for the weights of the file
 */
export function setLinked(edits, linked) {
  const weights = edits.original.slice();
  for (const [name, index, value] of linked?.numbers ?? []) {
    weights[(rangeOfArray(edits.layout, name)?.from ?? 0) + index] = value;
  }
  const channels = linked?.muted.map(([node, channel]) => ({ node, channel })) ?? [];
  edits.step(() => {
    edits.set(0, weights);
    for (const channel of [...edits.muted.values()]) {
      edits.mute(channel, false);
    }
    for (const channel of channels) {
      edits.mute(channel, true);
    }
  });
}

/**
 * @param {unknown} index
 * @param {number} count
 */
const isIndex = (index, count) => Number.isInteger(index) && Number(index) >= 0 && Number(index) < count;

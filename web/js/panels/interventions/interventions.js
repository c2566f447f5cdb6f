/** What is left out of the network, as a plain value: in the state of the page, in links, and in messages to Python. */

/** @import { Interventions } from "../../protocol/messages.js" */

/** @typedef {keyof Interventions} Kind */
/** @typedef {string | [stage: string, channel: number]} Item a node, or a channel of a stage */

const MOST = 10_000; // of each kind, in a link

/** The whole network. @type {Readonly<Interventions>} */
export const NONE = Object.freeze({ without: [], muted: [], meanPooling: [], withoutBias: [] });

const KINDS = /** @type {Kind[]} */ (Object.keys(NONE));

/** @param {Interventions} interventions */
export const isNone = (interventions) => KINDS.every((kind) => interventions[kind].length === 0);

/**
 * @param {Interventions} interventions
 * @param {Kind} kind
 * @param {Item} item
 */
export function has(interventions, kind, item) {
  return interventions[kind].some((other) => isSame(other, item));
}

/**
 * The interventions with one more, or without it if it was there.
 * @param {Interventions} interventions
 * @param {Kind} kind
 * @param {Item} item
 * @returns {Interventions}
 */
export function toggled(interventions, kind, item) {
  const others = /** @type {Item[]} */ (interventions[kind]).filter((other) => !isSame(other, item));
  const items = has(interventions, kind, item) ? others : [...others, item];
  return { ...interventions, [kind]: items };
}

/** @param {Item} one @param {Item} other */
const isSame = (one, other) => String(one) === String(other);

/**
 * The part of it that belongs into a link: the lists that are not empty.
 * @param {Interventions} interventions
 * @returns {Partial<Interventions>}
 */
export function stateOf(interventions) {
  return Object.fromEntries(
    KINDS.filter((kind) => interventions[kind].length > 0).map((kind) => [kind, interventions[kind]]),
  );
}

/**
 * The interventions in a state; Python checks whether the network allows them.
 * @param {unknown} state
 * @returns {Interventions | null} null if it is no such state
 */
export function interventionsOf(state) {
  if (typeof state !== "object" || state === null || Array.isArray(state)) {
    return null;
  }
  const lists = { ...NONE, ...state };
  const isComplete = Object.keys(lists).length === KINDS.length;
  return isComplete && KINDS.every((kind) => isList(kind, lists[kind])) ? lists : null;
}

/**
 * @param {Kind} kind
 * @param {unknown} list
 */
function isList(kind, list) {
  const isItem = (/** @type {unknown} */ item) => (kind === "muted" ? isChannel(item) : typeof item === "string");
  return Array.isArray(list) && list.length <= MOST && list.every(isItem);
}

/** @param {unknown} item */
function isChannel(item) {
  return Array.isArray(item) && item.length === 2 && typeof item[0] === "string" && Number.isSafeInteger(item[1]);
}

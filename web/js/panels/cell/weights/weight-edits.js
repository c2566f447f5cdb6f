/**
 * What a person has changed of a network's weights: the vector of all weights, muted channels, undo and redo. Pure logic.
 *
 * Weights are compared with the base: those of the file, or those that a training or a checkpoint has left. A channel that
 * is muted is 0 in what the network reads with (`vector`), while its weights are kept, and can be edited, here.
 *
 * Undo restores to the bit: a step holds the float32 numbers before and after, and a gesture, such as a drag, is one step.
 */

import { EditSteps } from "./edit-steps.js";
import { rangesOfChannel } from "./weight-layout.js";

/** @import { WeightLayout } from "../../../protocol/messages.js" */
/** @import { Step } from "./edit-steps.js" */
/** @import { Channel } from "./weight-layout.js" */

/** @typedef {{ base: Float32Array, weights: Float32Array, muted: Map<string, Channel> }} Whole everything, at some time */

export class WeightEdits {
  /**
   * @param {WeightLayout} layout
   * @param {Float32Array} original the weights of the file
   * @param {Float32Array} [current] those that the network reads with
   */
  constructor(layout, original, current = original) {
    this.layout = layout;
    this.original = original;
    this.base = current;
    this.weights = current.slice(); // as if no channel were muted
    /** @type {Map<string, Channel>} */
    this.muted = new Map();
    /** @type {Set<number>} indices of the weights that differ from the base */
    this.changed = new Set();
    this.steps = new EditSteps();
    /** @type {Step | null} the gesture that is going on */
    this.gesture = null;
  }

  /** The weights that the network is to read with: a copy, with zeros for the channels that are muted. */
  vector() {
    const vector = this.weights.slice();
    for (const channel of this.muted.values()) {
      for (const { from, to } of rangesOfChannel(this.layout, channel)) {
        vector.fill(0, from, to);
      }
    }
    return vector;
  }

  /** Whether anything differs from the base. */
  get isChanged() {
    return this.changed.size > 0 || this.muted.size > 0;
  }

  get canUndo() {
    return this.steps.done.length > 0;
  }

  get canRedo() {
    return this.steps.undone.length > 0;
  }

  /** Begin a gesture: all changes until `end` are one step. */
  begin() {
    this.gesture ??= { numbers: new Map(), toggled: [] };
  }

  /** The gesture is over. One that has changed nothing is no step. */
  end() {
    if (this.gesture) {
      this.steps.add(this.gesture);
      this.gesture = null;
    }
  }

  /** Give a gesture up: everything is as it was before it. */
  cancel() {
    if (this.gesture) {
      this.apply(this.gesture, "before");
      this.gesture = null;
    }
  }

  /**
   * Make changes as one step, or as a part of the gesture that is going on.
   * @param {() => void} change
   */
  step(change) {
    const isOwn = this.gesture === null;
    this.begin();
    change();
    if (isOwn) {
      this.end();
    }
  }

  /**
   * Set weights, from an index of the vector on.
   * @param {number} from
   * @param {ArrayLike<number>} numbers finite
   */
  set(from, numbers) {
    this.step(() => {
      for (let offset = 0; offset < numbers.length; offset += 1) {
        this.note(from + offset, Math.fround(numbers[offset]));
      }
    });
  }

  /**
   * @param {number} index
   * @param {number} after
   */
  note(index, after) {
    const before = this.weights[index];
    if (!Object.is(before, after)) {
      const { numbers } = /** @type {Step} */ (this.gesture);
      numbers.set(index, { before: numbers.get(index)?.before ?? before, after });
      this.write(index, after);
    }
  }

  /**
   * @param {number} index
   * @param {number} weight
   */
  write(index, weight) {
    this.weights[index] = weight;
    if (weight === this.base[index]) {
      this.changed.delete(index);
    } else {
      this.changed.add(index);
    }
  }

  /**
   * @param {Channel} channel
   * @param {boolean} isMuted
   */
  mute(channel, isMuted) {
    if (this.isMuted(channel) !== isMuted) {
      this.step(() => {
        /** @type {Step} */ (this.gesture).toggled.push(channel);
        this.toggle(channel);
      });
    }
  }

  /** @param {Channel} channel */
  toggle(channel) {
    const key = keyOf(channel);
    if (!this.muted.delete(key)) {
      this.muted.set(key, channel);
    }
  }

  /** @param {Channel} channel */
  isMuted(channel) {
    return this.muted.has(keyOf(channel));
  }

  /**
   * Whether a weight or the bias of a channel differs from the base.
   * @param {Channel} channel
   */
  isChangedIn(channel) {
    const ranges = rangesOfChannel(this.layout, channel);
    return this.changed.size > 0 && ranges.some(({ from, to }) => this.changedWithin(from, to).length > 0);
  }

  /**
   * The changed weights of a part of the vector.
   * @param {number} from
   * @param {number} to excluded
   * @returns {number[]} indices
   */
  changedWithin(from, to) {
    if (this.changed.size < to - from) {
      return [...this.changed].filter((index) => index >= from && index < to);
    }
    return Array.from({ length: to - from }, (_, offset) => from + offset).filter((index) => this.changed.has(index));
  }

  /**
   * Give a channel the weights and the bias of the base, and unmute it.
   * @param {Channel} channel
   */
  resetChannel(channel) {
    this.step(() => {
      for (const { from, to } of rangesOfChannel(this.layout, channel)) {
        this.set(from, this.base.subarray(from, to));
      }
      this.mute(channel, false);
    });
  }

  /** Everything as in the base. */
  resetAll() {
    this.step(() => {
      for (const index of [...this.changed]) {
        this.note(index, this.base[index]);
      }
      for (const channel of [...this.muted.values()]) {
        this.mute(channel, false);
      }
    });
  }

  undo() {
    this.end();
    const step = this.steps.back();
    if (step) {
      this.apply(step, "before");
    }
  }

  redo() {
    this.end();
    const step = this.steps.forth();
    if (step) {
      this.apply(step, "after");
    }
  }

  /**
   * @param {Step} step
   * @param {"before" | "after"} side of it to be at
   */
  apply({ numbers, toggled, whole }, side) {
    if (whole) {
      this.become(whole[side]);
    }
    for (const [index, values] of numbers) {
      this.write(index, values[side]);
    }
    for (const channel of toggled) {
      this.toggle(channel);
    }
  }

  /**
   * Others have changed the weights, as a training does many times in a row: theirs are the base from now on. All that they
   * change in a row is one step.
   * @param {Float32Array} vector not to be changed afterwards
   */
  adopt(vector) {
    this.end();
    const last = this.steps.done.at(-1);
    const after = { base: vector, weights: vector, muted: new Map() };
    if (last?.whole) {
      last.whole.after = after;
      this.steps.undone = [];
    } else {
      const before = { base: this.base, weights: this.weights.slice(), muted: new Map(this.muted) };
      this.steps.add({ numbers: new Map(), toggled: [], whole: { before, after } });
    }
    this.become(after);
  }

  /** @param {Whole} whole */
  become({ base, weights, muted }) {
    this.base = base;
    this.weights = weights.slice();
    this.muted = new Map(muted);
    this.changed = new Set(differences(weights, base));
  }
}

/**
 * The indices at which two vectors differ.
 * @param {Float32Array} one
 * @param {Float32Array} other of the same length
 * @param {number} [most] of them; the search ends there
 * @returns {number[]}
 */
export function differences(one, other, most = Number.POSITIVE_INFINITY) {
  const found = [];
  for (let index = 0; index < one.length && found.length < most; index += 1) {
    if (one[index] !== other[index]) {
      found.push(index);
    }
  }
  return found;
}

/** @param {Channel} channel */
const keyOf = ({ node, channel }) => `${node}/${channel}`;

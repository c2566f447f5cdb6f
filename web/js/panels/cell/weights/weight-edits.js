/**
 * What a person has changed of a network's weights: the vector of all weights, muted channels, undo and redo. Pure logic.
 *
 * Weights are compared with the base: those of the file, or those that a training or a checkpoint has left. A channel that
 * is muted is 0 in what the network reads with (`vector`), while its weights are kept, and can be edited, here.
 *
 * Undo restores to the bit: a step holds the float32 numbers before and after, and a gesture, such as a drag, is one step.
 */

/** @import { WeightLayout } from "../../../protocol/messages.js" */

/** @typedef {{ node: string, channel: number }} Channel an output channel of a layer */
/** @typedef {{ from: number, to: number }} Range of the vector; `to` is excluded */
/** @typedef {{ base: Float32Array, weights: Float32Array, muted: Map<string, Channel> }} Whole everything, at some time */

/**
 * A step that can be undone: some numbers, channels that were muted or unmuted, or everything.
 * @typedef {object} Step
 * @property {Map<number, { before: number, after: number }>} numbers by index
 * @property {Channel[]} toggled
 * @property {{ before: Whole, after: Whole }} [whole] where others have changed the weights
 */

const MOST_STEPS = 500;

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
    /** @type {Step[]} the newest last */
    this.done = [];
    /** @type {Step[]} the one to be redone next last */
    this.undone = [];
    /** @type {Step | null} the gesture that is going on */
    this.gesture = null;
  }

  /** The weights that the network is to read with: a copy, with zeros for the channels that are muted. */
  vector() {
    const vector = this.weights.slice();
    for (const { node, channel } of this.muted.values()) {
      for (const { from, to } of this.rangesOf(node, channel)) {
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
    return this.done.length > 0;
  }

  get canRedo() {
    return this.undone.length > 0;
  }

  /**
   * Where the weights of an output channel lie, and its bias if the layer has one.
   * @param {string} node
   * @param {number} channel
   * @returns {Range[]}
   */
  rangesOf(node, channel) {
    return [`${node}.weight`, `${node}.bias`].flatMap((name) => {
      const array = this.layout.find((each) => each.name === name);
      if (!array) {
        return [];
      }
      const size = array.shape.slice(1).reduce((product, length) => product * length, 1);
      const from = array.offset + channel * size;
      return [{ from, to: from + size }];
    });
  }

  /** Begin a gesture: all changes until `end` are one step. */
  begin() {
    this.gesture ??= { numbers: new Map(), toggled: [] };
  }

  /** The gesture is over. One that has changed nothing is no step. */
  end() {
    const step = this.gesture;
    this.gesture = null;
    if (!step) {
      return;
    }
    for (const [index, { before, after }] of step.numbers) {
      if (Object.is(before, after)) {
        step.numbers.delete(index);
      }
    }
    if (step.numbers.size > 0 || step.toggled.length > 0 || step.whole) {
      this.done.push(step);
      this.done.splice(0, this.done.length - MOST_STEPS);
      this.undone = [];
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
  isChangedIn({ node, channel }) {
    const ranges = this.rangesOf(node, channel);
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
      for (const { from, to } of this.rangesOf(channel.node, channel.channel)) {
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
    const step = this.done.pop();
    if (step) {
      this.apply(step, "before");
      this.undone.push(step);
    }
  }

  redo() {
    this.end();
    const step = this.undone.pop();
    if (step) {
      this.apply(step, "after");
      this.done.push(step);
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
    const last = this.done.at(-1);
    const after = { base: vector, weights: vector, muted: new Map() };
    if (last?.whole) {
      last.whole.after = after;
      this.undone = [];
    } else {
      const before = { base: this.base, weights: this.weights.slice(), muted: new Map(this.muted) };
      this.gesture = { numbers: new Map(), toggled: [], whole: { before, after } };
      this.end();
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

/**
 * What changes one kernel on its card: its weights by drag, keys and typing, its bias, presets, a switch that mutes its map,
 * and a button that resets it. Marks show what is changed.
 */

import { texts } from "../../../i18n/language.js";
import { button, make, Pool, setText } from "../../../ui/dom.js";
import { NumberField } from "./number-field.js";
import { PresetSelect } from "./preset-select.js";
import { normOf, presetKernel } from "./presets.js";
import { rangeOfLayer, rangesOfChannel } from "./weight-layout.js";
import { WeightSpinner } from "./weight-spinner.js";
import { stepFor } from "./weight-step.js";

/** @import { Kernel, Kernels } from "../../../protocol/questions.js" */
/** @import { KernelCard } from "../kernel-card.js" */
/** @import { Preset } from "./presets.js" */
/** @import { WeightEditing } from "./weight-editing.js" */
/** @import { WeightEdits } from "./weight-edits.js" */

const MOST_DOTS = 100; // marks on a picture; more would cover it

export class KernelEditor {
  /**
   * @param {KernelCard} card
   * @param {WeightEditing} editing
   */
  constructor(card, editing) {
    this.card = card;
    this.editing = editing;
    /** @type {WeightEdits | null} that the fields below belong to */
    this.edits = null;
    this.channel = { node: "", channel: -1 };
    this.isLinear = false;
    this.step = 0.01; // of a weight
    this.from = 0; // where the kernel begins in the vector of all weights
    this.biasIndex = -1; // where its bias lies; −1 if the layer has none
    this.dots = new Pool(card.picture, () => ({ element: make("span", "weight-dot") }));
    this.spinner = new WeightSpinner(card, this);
    this.place = make("span", "weight-place");
    this.number = new NumberField({
      take: (value) => this.setWeight(this.spinner.selected ?? 0, value),
      step: (steps, isHeld) => this.stepWeight(this.spinner.selected ?? 0, steps, isHeld),
      rest: () => this.rest(),
      leave: () => this.spinner.element.focus(),
    });
    this.number.input.dataset.testid = "weight-number";
    this.bias = new NumberField({
      take: (value) => this.setBias(value),
      step: (steps, isHeld) => this.stepBias(steps, isHeld),
      rest: () => this.rest(),
    });
    this.bias.input.dataset.testid = "bias-number";
    this.biasLabel = make("span");
    this.biasRow = make("label", "weight-bias kernel-fact", this.biasLabel, this.bias.input);
    this.muteBox = make("input");
    this.muteBox.type = "checkbox";
    this.muteBox.dataset.testid = "mute";
    this.muteBox.addEventListener("change", () => editing.mute(this.channel, this.muteBox.checked));
    this.muteText = make("span");
    this.mute = make("label", "check", this.muteBox, this.muteText);
    this.presets = new PresetSelect((preset, map) => this.replace(preset, map));
    this.reset = button("quiet", "", () => this.resetKernel());
    this.reset.dataset.testid = "reset-kernel";
    this.mark = make("span", "changed-mark");
    card.title.append(this.mark);
    card.bias.replaceWith(this.biasRow);
    card.picture.after(make("div", "weight-line", this.place, this.number.input));
    card.element.append(
      this.number.trouble,
      this.bias.trouble,
      make("div", "weight-tools", this.mute, this.presets.element, this.reset),
    );
  }

  /**
   * @param {Kernel} kernel
   * @param {Kernels} all
   */
  show({ channel }, all) {
    const { node, op, canMute } = all;
    const { edits } = this.editing;
    if (!edits) {
      return;
    }
    if (edits !== this.edits || channel !== this.channel.channel || node !== this.channel.node) {
      this.edits = edits;
      this.channel = { node, channel };
      this.spinner.forget();
      const [weights, bias] = rangesOfChannel(edits.layout, this.channel);
      this.from = weights.from;
      this.biasIndex = bias?.from ?? -1;
      this.step = this.stepOfKernel();
    }
    this.isLinear = op === "linear";
    this.mute.hidden = !canMute;
    this.presets.show(all.inChannels, all.size[0], all.size[1]);
    this.render();
  }

  /** The step of a weight, by the kernel as it was before it was changed. */
  stepOfKernel() {
    return stepFor(this.base(), this.layer());
  }

  /** All weights of the layer as they were before they were changed. */
  layer() {
    const { layout, base } = this.editing.known;
    const { from, to } = rangeOfLayer(layout, this.channel.node);
    return base.subarray(from, to);
  }

  /**
   * The kernel as it was before it was changed, or one input map of it.
   * @param {number} [map]
   */
  base(map) {
    const { count, height, width } = this.card.layout;
    const [first, length] = map === undefined ? [0, count] : [map * height * width, height * width];
    return this.editing.known.base.subarray(this.from + first, this.from + first + length);
  }

  /** What the kernel computes: a map, or a number of a linear layer. */
  get name() {
    const { map, number } = texts.look;
    return (this.isLinear ? number : map)(this.channel.channel + 1);
  }

  /** @param {number} index of a weight in the kernel */
  valueOf(index) {
    return this.editing.edits?.weights[this.from + index] ?? 0;
  }

  /** What is selected or changed may be another. */
  render() {
    const { edits } = this.editing;
    const { shown, selected, pointed } = this.spinner;
    if (!edits || this.channel.channel < 0) {
      return;
    }
    this.spinner.render();
    const isSelected = selected !== null && (pointed === null || pointed === selected);
    this.number.input.hidden = !isSelected;
    if (isSelected) {
      setText(this.place, `${this.spinner.nameOf(selected)}:`);
      this.number.input.setAttribute("aria-label", `${texts.weights.number}, ${this.spinner.nameOf(selected)}`);
      this.number.show(this.valueOf(selected));
    } else {
      setText(this.place, shown === null ? "" : this.spinner.describe(shown));
    }
    this.biasRow.hidden = this.biasIndex < 0;
    this.bias.show(edits.weights[this.biasIndex] ?? 0);
    this.muteBox.checked = edits.isMuted(this.channel);
    this.card.element.classList.toggle("is-muted", this.muteBox.checked);
    this.showMarks();
    this.localise();
  }

  showMarks() {
    const edits = this.editing.known;
    const changed = edits.changedWithin(this.from, this.from + this.card.layout.count);
    const dotted = changed.length > MOST_DOTS ? [] : changed;
    this.dots.take(dotted.length).forEach(({ element }, order) => {
      this.spinner.place(element, dotted[order] - this.from);
    });
    const isChanged = edits.isMuted(this.channel) || edits.isChangedIn(this.channel);
    this.mark.hidden = !isChanged;
    this.reset.disabled = !isChanged;
    this.biasRow.classList.toggle("is-changed", edits.changed.has(this.biasIndex));
    setText(this.mark, texts.weights.changed);
    this.mark.dataset.testid = `changed-${this.channel.channel + 1}`;
  }

  localise() {
    const words = texts.weights;
    const { name } = this;
    this.spinner.element.title = words.keys;
    setText(this.biasLabel, words.bias);
    this.bias.input.setAttribute("aria-label", words.biasOf(name));
    setText(this.muteText, words.mute);
    this.muteBox.setAttribute("aria-label", words.muteTitle(name));
    this.mute.title = words.muteTitle(name);
    setText(this.reset, words.reset);
    this.reset.setAttribute("aria-label", words.resetKernel(name));
    this.presets.localise(name);
    this.presets.choosable(
      this.spinner.selected === null ? null : this.card.layout.weightAt(this.spinner.selected).map,
    );
  }

  /**
   * @param {number} index in the kernel
   * @param {number} value
   * @param {number} [time] of the event
   */
  setWeight(index, value, time) {
    this.editing.set(this.from + index, [value], time);
    this.render();
  }

  /**
   * @param {number} index in the kernel
   * @param {number} steps
   * @param {boolean} isHeld whether the key is held since the last step
   */
  stepWeight(index, steps, isHeld) {
    this.stepAt(this.from + index, steps * this.step, isHeld);
  }

  /** @param {number} value */
  setBias(value) {
    this.editing.set(this.biasIndex, [value]);
  }

  /**
   * @param {number} steps
   * @param {boolean} isHeld
   */
  stepBias(steps, isHeld) {
    this.stepAt(this.biasIndex, steps * this.step, isHeld);
  }

  /**
   * A key that is held is one gesture.
   * @param {number} index in the vector of all weights
   * @param {number} difference
   * @param {boolean} isHeld
   */
  stepAt(index, difference, isHeld) {
    if (!isHeld) {
      this.editing.end();
    }
    this.editing.begin();
    this.editing.set(index, [this.editing.known.weights[index] + difference]);
    this.render();
  }

  /** The gesture is over, if there was one. */
  rest() {
    this.editing.end();
  }

  /**
   * Put a preset in place of the kernel, with the norm that it had before it was changed.
   * @param {Preset} preset
   * @param {number | null} map the input map to replace; null for all
   */
  replace(preset, map) {
    if (!this.editing.edits) {
      return;
    }
    const { height, width, maps } = this.card.layout;
    const first = map ?? 0;
    const base = this.base(map ?? undefined);
    const layer = this.layer();
    const norm = normOf(base) || normOf(layer) * Math.sqrt(base.length / layer.length) || 1;
    const kernel = presetKernel(preset, { maps: map === null ? maps : 1, height, width }, norm);
    this.editing.set(this.from + first * height * width, kernel);
  }

  resetKernel() {
    this.editing.resetChannel(this.channel);
    this.spinner.element.focus(); // the button is disabled now
  }
}

/**
 * The person's changes of the current model's weights: keeps them in `WeightEdits`, has the network read with them at once, and
 * shows them in the bar of changes and in the diagram.
 *
 * Dispatches `change` when an edit is made or undone, but not for each movement of a drag.
 */

import { weights as words } from "../../../i18n/en/weights.js";
import { addTexts } from "../../../i18n/language.js";
import { onDetail } from "../../../lib/events.js";
import { download } from "../../../ui/download.js";
import { loadStyles } from "../../../ui/panel-styles.js";
import { ChangeBar } from "./change-bar.js";
import { ChangedStages } from "./changed-stages.js";
import { KernelEditor } from "./kernel-editor.js";
import { checkLinked, linkedWeights, setLinked } from "./linked-weights.js";
import { differences, WeightEdits } from "./weight-edits.js";

/** @import { LinkedWeights } from "../../../protocol/page-state.js" */
/** @import { PanelContext } from "../../panel-context.js" */
/** @import { Changer } from "../../../models/model-weights.js" */
/** @import { KernelCard } from "../kernel-card.js" */
/** @import { Channel } from "./weight-layout.js" */

export class WeightEditing extends EventTarget {
  /**
   * @param {PanelContext} context
   * @param {() => void} compare shows the network before the changes beside the current one
   * @returns {Promise<WeightEditing>}
   * @throws {Error} if a part of it cannot be loaded
   */
  static async load(context, compare) {
    await Promise.all([loadStyles("weights"), addTexts("weights", { weights: words })]);
    const editing = new WeightEditing(context, compare);
    await editing.ready();
    return editing;
  }

  /**
   * @param {PanelContext} context
   * @param {() => void} compare
   */
  constructor(context, compare) {
    super();
    this.context = context;
    /** @type {WeightEdits | null} of the current model; null until its weights are loaded */
    this.edits = null;
    /** @type {Promise<unknown>} the network reads with the newest weights once this is resolved */
    this.applied = Promise.resolve();
    this.bar = new ChangeBar(this, compare);
    this.stages = new ChangedStages(context.view.diagram);
    onDetail(context.weights, "change", ({ changer }) => this.changedBy(changer));
  }

  /** The edits of a model whose weights are loaded. */
  get known() {
    return /** @type {WeightEdits} */ (this.edits);
  }

  /** Wait for the weights of the current model. */
  async ready() {
    const { weights } = this.context;
    const { layout, original } = await weights.load();
    if (!this.edits && weights.loaded?.original === original) {
      this.edits = new WeightEdits(layout, original, weights.current ?? original);
    }
  }

  /** @param {Changer | null} changer null if there is another model */
  changedBy(changer) {
    const { current } = this.context.weights;
    if (changer === null) {
      this.edits = null;
    } else if (changer !== "edit" && current) {
      this.edits?.adopt(current);
    }
    if (changer !== "edit") {
      this.changed();
    }
  }

  /** @param {KernelCard} card that is to be edited */
  editorOf(card) {
    return new KernelEditor(card, this);
  }

  /** Show what is changed. */
  changed() {
    this.render();
    this.dispatchEvent(new Event("change"));
  }

  render() {
    this.bar.render();
    this.stages.show(this.edits);
  }

  /**
   * Read with the current weights.
   * @param {number} [time] of the pointer event that has changed them
   */
  apply(time) {
    const { known } = this;
    const isOriginal = !known.isChanged && known.base === known.original;
    this.applied = this.context.weights.change(isOriginal ? known.original : known.vector(), "edit", time);
  }

  /** Begin a gesture, such as a drag: it is one step to undo. */
  begin() {
    this.edits?.begin();
  }

  /** End the gesture, if one is going on. */
  end() {
    if (this.edits?.gesture) {
      this.edits.end();
      this.changed();
    }
  }

  /** Give the gesture up. */
  cancel() {
    if (this.edits?.gesture) {
      this.edits.cancel();
      this.apply();
      this.changed();
    }
  }

  /**
   * Set weights, from an index of the vector on.
   * @param {number} from
   * @param {ArrayLike<number>} numbers
   * @param {number} [time] of the pointer event
   */
  set(from, numbers, time) {
    const { edits } = this;
    if (!edits) {
      return; // the model has just been replaced
    }
    edits.set(from, numbers);
    this.apply(time);
    if (!edits.gesture) {
      this.changed();
    }
  }

  /** @param {(edits: WeightEdits) => void} change a whole step, or several */
  edit(change) {
    if (this.edits) {
      change(this.edits);
      this.apply();
      this.changed();
    }
  }

  /**
   * @param {Channel} channel
   * @param {boolean} isMuted
   */
  mute(channel, isMuted) {
    this.edit((edits) => edits.mute(channel, isMuted));
  }

  /** @param {Channel} channel */
  resetChannel(channel) {
    this.edit((edits) => edits.resetChannel(channel));
  }

  resetAll() {
    this.edit((edits) => edits.resetAll());
  }

  undo() {
    this.edit((edits) => edits.undo());
  }

  redo() {
    this.edit((edits) => edits.redo());
  }

  /**
   * In the kernels and in the bar, the keys of the pad's undo and redo are those of the weights.
   * @param {KeyboardEvent} event
   */
  undoByKey(event) {
    const key = event.key.toLowerCase();
    if (!(event.ctrlKey || event.metaKey) || event.altKey || (key !== "z" && key !== "y")) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    if (event.shiftKey || key === "y") {
      this.redo();
    } else {
      this.undo();
    }
  }

  /** A new worker may have missed the newest change. */
  applyMissing() {
    const { current } = this.context.weights;
    if (this.edits && current && differences(this.edits.vector(), current, 1).length > 0) {
      this.apply();
    }
  }

  /** Save the network with its changed weights. @returns {Promise<string>} the name of the file */
  async save() {
    await this.applied;
    const file = await this.context.weights.modelFile();
    const model = (this.context.view.model?.name ?? "model").replace(/[^\w.-]+/g, "-");
    const name = `${model}-changed.npz`;
    download(name, new Blob([file]));
    return name;
  }

  /** @returns {{ weights?: LinkedWeights }} */
  getState() {
    const weights = this.edits && linkedWeights(this.edits);
    return weights ? { weights } : {};
  }

  /**
   * Take the changes of a link, all of them or none, as one step.
   * @param {Record<string, any>} state
   * @throws {LocalisedError} if they are not for this model, or if the link could not hold them
   */
  async setState({ weights, model }) {
    await this.ready();
    const { edits } = this;
    if (!edits || JSON.stringify(weights) === JSON.stringify(this.getState().weights)) {
      return;
    }
    const linked = weights ? checkLinked(weights, edits, model, this.context.view.model?.name ?? "") : null;
    this.edit(() => setLinked(edits, linked));
    await this.applied;
  }
}

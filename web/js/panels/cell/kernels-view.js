/**
 * The kernels of a stage, each on a card, with the image patches that excite its map most. They can be edited once the
 * editors are loaded.
 */

import { messageOf } from "../../i18n/error-text.js";
import { make, Pool, setText } from "../../ui/dom.js";
import { KernelCard } from "./kernel-card.js";
import { KernelPatches } from "./kernel-patches.js";

/** @import { Stage } from "../../protocol/messages.js" */
/** @import { Answer, Kernel } from "../../protocol/questions.js" */
/** @import { PanelContext } from "../panel-context.js" */
/** @import { ViewSwitch } from "./view-switch.js" */
/** @import { WeightChanges } from "./weight-changes.js" */
/** @import { WeightEditing } from "./weights/weight-editing.js" */

/** @typedef {Answer<"kernels">} KernelsAnswer */

export class KernelsView {
  /**
   * @param {HTMLElement} element to be filled
   * @param {PanelContext} context
   * @param {ViewSwitch} views shows the cell of a chosen kernel
   * @param {WeightChanges} weights
   */
  constructor(element, context, views, weights) {
    this.context = context;
    this.texts = context.texts.look;
    this.views = views;
    this.weights = weights;
    /** @type {WeightEditing | null} once it is loaded */
    this.editing = null;
    /** @type {KernelsAnswer | null} that is shown */
    this.answer = null;
    /** @type {Stage | null} */
    this.stage = null;
    this.note = make("p", "cell-note");
    this.hint = make("p", "cell-note");
    this.patches = new KernelPatches(context, this);
    this.list = make("ul", "kernel-list");
    this.element = element;
    element.append(this.note, this.hint, this.patches.note, this.list);
    this.pool = new Pool(this.list, () => new KernelCard(this.texts, this));
    this.element.addEventListener("keydown", (event) => this.editing?.undoByKey(event));
    context.weights.addEventListener("change", () => this.weightsChanged());
  }

  /** @param {Stage} stage */
  open(stage) {
    this.stage = stage;
    this.pool.take(0);
    setText(this.note, "");
    this.answer = null;
    this.patches.forget();
    this.refresh();
    this.loadEditing();
  }

  async loadEditing() {
    const editing = await this.weights.load();
    await editing?.ready();
    if (editing && !this.editing) {
      this.editing = editing;
      editing.addEventListener("change", () => this.renderEditors());
    }
    if (this.answer) {
      this.show(this.answer);
    }
  }

  renderEditors() {
    for (const { editor, element } of this.pool.items) {
      if (!element.hidden) {
        editor?.render();
      }
    }
  }

  /** There may be another model, whose weights are not loaded yet. */
  weightsChanged() {
    if (this.editing?.edits === null && this.stage && !this.element.hidden) {
      this.loadEditing();
    }
  }

  localise() {
    if (this.editing) {
      setText(this.hint, this.context.texts.weights.hint);
      this.renderEditors();
    }
  }

  /** Requests the kernels again: how often each fires depends on the drawing. */
  async refresh() {
    const { stage, context, texts } = this;
    if (!stage || !context.view.reading?.values || !context.python.isUp) {
      setText(this.note, texts.waiting);
      return;
    }
    try {
      const answer = await context.reader.ask("kernels", { stage: stage.name });
      if (answer && stage === this.stage) {
        this.show(answer);
      }
    } catch (error) {
      setText(this.note, texts.broken(messageOf(error)));
    }
  }

  /** @param {KernelsAnswer} answer */
  show(answer) {
    const { result, numbers, pictures } = answer;
    this.answer = answer;
    const model = this.context.view.model;
    setText(this.note, result ? "" : this.texts.kernels.none);
    const kernels = result?.kernels ?? [];
    this.list.classList.toggle("without-patches", result?.op === "linear");
    this.pool.take(kernels.length).forEach((card, index) => {
      if (result && model) {
        this.letEdit(card);
        card.show(kernels[index], result, numbers, pictures);
      }
    });
    setText(this.hint, result && this.editing ? this.context.texts.weights.hint : "");
    if (result?.op === "conv2d" && this.stage) {
      this.patches.find(this.stage);
    }
  }

  /** @param {KernelCard} card */
  letEdit(card) {
    if (this.editing?.edits) {
      card.editor ??= this.editing.editorOf(card);
    }
  }

  /**
   * Shows the cell where a kernel has its largest output.
   * @param {Kernel} kernel
   */
  choose({ channel, row, column }) {
    if (this.stage) {
      this.views.showInMaps({ stage: this.stage.name, channel, row, column });
    }
  }
}

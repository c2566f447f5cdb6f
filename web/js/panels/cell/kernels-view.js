/**
 * The kernels of a stage, each on a card, with the image patches that excite its map most. They can be edited once the
 * editors are loaded; patches that were found with other weights are sought again when the weights rest.
 */

import { messageOf } from "../../i18n/error-text.js";
import { PaintQueue } from "../../lib/paint-queue.js";
import { RestTimer } from "../../lib/rest-timer.js";
import { make, Pool, setText } from "../../ui/dom.js";
import { KernelCard } from "./kernel-card.js";
import { PatchSearch } from "./patch-search.js";

/** @import { Model, Stage } from "../../protocol/messages.js" */
/** @import { Answer, Kernel } from "../../protocol/questions.js" */
/** @import { PanelContext } from "../panel-context.js" */
/** @import { FoundPatches } from "./patch-search.js" */
/** @import { ViewSwitch } from "./view-switch.js" */
/** @import { WeightChanges } from "./weight-changes.js" */
/** @import { WeightEditing } from "./weights/weight-editing.js" */

/** @typedef {Answer<"kernels">} KernelsAnswer */

const REST = 1000; // milliseconds without a change of weights before patches are sought again

export class KernelsView {
  /**
   * @param {PanelContext} context
   * @param {ViewSwitch} views shows the cell of a chosen kernel
   * @param {WeightChanges} weights
   */
  constructor(context, views, weights) {
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
    this.search = new PatchSearch(context.python, context.samples);
    /** @type {{ model: Model, stage: Stage } | null} whose patches are sought or shown */
    this.searched = null;
    /** @type {FoundPatches | null} */
    this.found = null;
    this.paints = new PaintQueue();
    this.rest = new RestTimer(
      REST,
      () => this.editing?.edits?.gesture != null,
      () => this.answer && this.findPatches(this.answer),
    );
    this.note = make("p", "cell-note");
    this.hint = make("p", "cell-note");
    this.patchNote = make("p", "cell-note");
    this.list = make("ul", "kernel-list");
    this.element = make("div", "kernels", this.note, this.hint, this.patchNote, this.list);
    this.element.dataset.testid = "kernels";
    this.pool = new Pool(this.list, () => new KernelCard(this.texts, this));
    this.element.addEventListener("keydown", (event) => this.undoByKey(event));
    context.weights.addEventListener("change", () => this.weightsChanged());
  }

  /** @param {Stage} stage */
  open(stage) {
    this.stage = stage;
    this.pool.take(0);
    setText(this.note, "");
    this.answer = null;
    this.forgetPatches();
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

  /**
   * Undo and redo of the weights have the keys of the pad while the focus is here.
   * @param {KeyboardEvent} event
   */
  undoByKey(event) {
    const key = event.key.toLowerCase();
    if (!this.editing || !(event.ctrlKey || event.metaKey) || event.altKey || (key !== "z" && key !== "y")) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    if (event.shiftKey || key === "y") {
      this.editing.redo();
    } else {
      this.editing.undo();
    }
  }

  /** Patches belong to the weights that they were found with. */
  weightsChanged() {
    this.searched = null; // which ends a search that is going on
    if (this.found && this.editing) {
      setText(this.patchNote, this.context.texts.weights.stale);
      this.list.classList.add("is-stale");
    }
    this.rest.restart();
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
    this.pool.take(kernels.length).forEach((card, index) => {
      if (result && model) {
        this.letEdit(card);
        card.show(kernels[index], result, numbers, pictures);
      }
    });
    setText(this.hint, result && this.editing ? this.context.texts.weights.hint : "");
    if (this.rest.isResting || !this.list.classList.contains("is-stale")) {
      this.findPatches(answer);
    }
  }

  /** @param {KernelCard} card */
  letEdit(card) {
    if (this.editing?.edits) {
      card.editor ??= this.editing.editorOf(card);
    }
  }

  forgetPatches() {
    this.list.classList.remove("is-stale");
    this.searched = this.found = null;
    this.paints.clear();
    setText(this.patchNote, "");
    for (const card of this.pool.items) {
      card.patches.clear();
    }
  }

  /**
   * Finds the patches of the maps of a convolution, once for a model and its weights.
   * @param {KernelsAnswer} answer
   */
  async findPatches({ result }) {
    const { stage, texts } = this;
    const { model } = this.context.view;
    if (
      result?.op !== "conv2d" ||
      !stage ||
      !model ||
      (stage === this.searched?.stage && model === this.searched.model)
    ) {
      this.aboutPatches();
      return;
    }
    this.forgetPatches();
    const searched = { model, stage };
    this.searched = searched;
    const isWanted = () => this.searched === searched && !this.element.hidden && this.context.view.model === model;
    try {
      const found = await this.search.find(stage.name, isWanted, (done, count) =>
        setText(this.patchNote, texts.kernels.patches.searching(done, count)),
      );
      if (found) {
        this.showPatches(found);
      } else if (this.searched === searched) {
        this.forgetPatches(); // to be sought again when they are wanted
      }
    } catch (error) {
      if (isWanted()) {
        this.searched = null;
        setText(this.patchNote, texts.broken(messageOf(error)));
      }
    }
  }

  /** @param {FoundPatches} found */
  showPatches(found) {
    this.found = found;
    this.aboutPatches();
    found.maps.forEach((_, channel) => {
      const card = this.pool.items[channel];
      if (card) {
        this.paints.add(card, () => card.patches.show(channel, found));
      }
    });
    this.paints.run();
  }

  /** Says what the patches are, in the current language. */
  aboutPatches() {
    if (this.found) {
      setText(this.patchNote, this.texts.kernels.patches.about(...this.found.window));
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

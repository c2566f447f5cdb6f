/**
 * The image patches that excite the maps of a stage most, beside its kernels. They belong to the weights that they were found
 * with: after a change they are dimmed, and sought again once the weights rest.
 */

import { messageOf } from "../../i18n/error-text.js";
import { PaintQueue } from "../../lib/paint-queue.js";
import { RestTimer } from "../../lib/rest-timer.js";
import { make, setText } from "../../ui/dom.js";
import { PatchSearch } from "./patch-search.js";

/** @import { Model, Stage } from "../../protocol/messages.js" */
/** @import { PanelContext } from "../panel-context.js" */
/** @import { KernelCard } from "./kernel-card.js" */
/** @import { KernelsView } from "./kernels-view.js" */
/** @import { FoundPatches } from "./patch-search.js" */

const REST = 1000; // milliseconds without a change of weights

export class KernelPatches {
  /**
   * @param {PanelContext} context
   * @param {KernelsView} kernels
   */
  constructor(context, kernels) {
    this.context = context;
    this.kernels = kernels;
    this.texts = context.texts.look;
    this.search = new PatchSearch(context.python, context.samples);
    /** @type {{ model: Model, stage: Stage } | null} whose patches are sought or shown */
    this.searched = null;
    /** @type {FoundPatches | null} */
    this.found = null;
    this.isAtRest = true; // no weight has changed since the last search could begin
    this.paints = new PaintQueue();
    this.rest = new RestTimer(
      REST,
      () => false,
      () => this.rested(),
    );
    this.note = make("p", "cell-note");
    context.weights.addEventListener("change", () => this.weightsChanged());
  }

  /** @returns {KernelCard[]} */
  get cards() {
    return this.kernels.pool.items;
  }

  /** Nothing is known yet of another stage. */
  forget() {
    this.searched = this.found = null;
    this.paints.clear();
    this.dim(false);
    this.note.style.minHeight = "";
    setText(this.note, "");
    for (const card of this.cards) {
      card.patches.clear();
    }
  }

  /** The patches that are shown were found with other weights; they stay until there are new ones. */
  weightsChanged() {
    this.searched = null; // which ends a search that is going on
    this.isAtRest = false;
    if (this.found) {
      this.dim(true);
      this.note.style.minHeight = `${this.note.offsetHeight}px`; // so that the cards do not move during a drag
      setText(this.note, this.texts.kernels.patches.stale);
    }
    this.rest.restart();
  }

  rested() {
    this.isAtRest = true;
    if (!this.kernels.element.hidden) {
      this.kernels.refresh();
    }
  }

  /** @param {boolean} isStale */
  dim(isStale) {
    this.kernels.list.classList.toggle("is-stale", isStale);
  }

  /**
   * Find the patches of the maps of a convolution, once for a model and its weights.
   * @param {Stage} stage
   */
  async find(stage) {
    const { texts, note } = this;
    const { model } = this.context.view;
    const isKnown = stage === this.searched?.stage && model === this.searched.model;
    if (!model || !this.isAtRest || isKnown) {
      this.tell();
      return;
    }
    if (this.searched) {
      this.forget(); // another model's
    }
    const searched = { model, stage };
    this.searched = searched;
    const isWanted = () =>
      this.searched === searched && !this.kernels.element.hidden && this.context.view.model === model;
    try {
      const found = await this.search.find(stage.name, isWanted, (done, count) =>
        setText(note, texts.kernels.patches.searching(done, count)),
      );
      if (found) {
        this.show(found);
      } else if (this.searched === searched) {
        this.forget(); // to be sought again when they are wanted
      }
    } catch (error) {
      if (isWanted()) {
        this.searched = null;
        setText(note, texts.broken(messageOf(error)));
      }
    }
  }

  /** @param {FoundPatches} found */
  show(found) {
    this.found = found;
    this.dim(false);
    this.tell();
    found.maps.forEach((_, channel) => {
      const card = this.cards[channel];
      if (card) {
        this.paints.add(card, () => card.patches.show(channel, found));
      }
    });
    this.paints.run();
  }

  /** Say what the patches are, in the current language. */
  tell() {
    const { about, stale } = this.texts.kernels.patches;
    if (this.found && this.searched) {
      setText(this.note, about(...this.found.window));
    } else if (this.found) {
      setText(this.note, stale);
    }
  }
}

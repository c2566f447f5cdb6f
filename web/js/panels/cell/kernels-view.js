/** The kernels of a stage, each on a card, with the image patches that excite its map most. */

import { messageOf } from "../../i18n/error-text.js";
import { PaintQueue } from "../../lib/paint-queue.js";
import { make, Pool, setText } from "../../ui/dom.js";
import { KernelCard } from "./kernel-card.js";
import { PatchSearch } from "./patch-search.js";

/** @import { Model, Stage } from "../../protocol/messages.js" */
/** @import { Answer, Kernel } from "../../protocol/questions.js" */
/** @import { PanelContext } from "../panel-context.js" */
/** @import { FoundPatches } from "./patch-search.js" */
/** @import { ViewSwitch } from "./view-switch.js" */

/** @typedef {Answer<"kernels">} KernelsAnswer */

export class KernelsView {
  /**
   * @param {PanelContext} context
   * @param {ViewSwitch} views shows the cell of a chosen kernel
   */
  constructor(context, views) {
    this.context = context;
    this.texts = context.texts.look;
    this.views = views;
    /** @type {Stage | null} */
    this.stage = null;
    this.search = new PatchSearch(context.python, context.samples);
    /** @type {{ model: Model, stage: Stage } | null} whose patches are sought or shown */
    this.searched = null;
    /** @type {FoundPatches | null} */
    this.found = null;
    this.paints = new PaintQueue();
    this.note = make("p", "cell-note");
    this.patchNote = make("p", "cell-note");
    this.list = make("ul", "kernel-list");
    this.element = make("div", "kernels", this.note, this.patchNote, this.list);
    this.element.dataset.testid = "kernels";
    this.pool = new Pool(this.list, () => new KernelCard(this.texts, this));
  }

  /** @param {Stage} stage */
  open(stage) {
    this.stage = stage;
    this.pool.take(0);
    setText(this.note, "");
    this.forgetPatches();
    this.refresh();
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
  show({ result, numbers, pictures }) {
    const model = this.context.view.model;
    setText(this.note, result ? "" : this.texts.kernels.none);
    const kernels = result?.kernels ?? [];
    this.pool.take(kernels.length).forEach((card, index) => {
      if (result && model) {
        card.show(kernels[index], result, numbers, pictures);
      }
    });
    if (kernels.length > 0) {
      this.findPatches();
    }
  }

  forgetPatches() {
    this.searched = this.found = null;
    this.paints.clear();
    setText(this.patchNote, "");
    for (const card of this.pool.items) {
      card.patches.clear();
    }
  }

  /** Finds the patches of the stage's maps, once for a model. */
  async findPatches() {
    const { stage, texts } = this;
    const { model } = this.context.view;
    if (!stage || !model || (stage === this.searched?.stage && model === this.searched.model)) {
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

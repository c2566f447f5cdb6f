/** The kernels of a stage, each on a card. */

import { messageOf } from "../../i18n/error-text.js";
import { make, Pool, setText } from "../../ui/dom.js";
import { KernelCard } from "./kernel-card.js";

/** @import { Stage } from "../../protocol/messages.js" */
/** @import { Answer, Kernel } from "../../protocol/questions.js" */
/** @import { PanelContext } from "../panel-context.js" */
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
    this.note = make("p", "cell-note");
    this.list = make("ul", "kernel-list");
    this.element = make("div", "kernels", this.note, this.list);
    this.element.dataset.testid = "kernels";
    this.pool = new Pool(this.list, () => new KernelCard(this.texts, this));
  }

  /** @param {Stage} stage */
  open(stage) {
    this.stage = stage;
    this.pool.take(0);
    setText(this.note, "");
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

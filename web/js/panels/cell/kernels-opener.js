/** The place of the kernels of a stage. What shows them is loaded when they are first chosen. */

import { make } from "../../ui/dom.js";
import { Lazy } from "../lazy.js";

/** @import { Stage } from "../../protocol/messages.js" */
/** @import { PanelContext } from "../panel-context.js" */
/** @import { KernelsView } from "./kernels-view.js" */
/** @import { ViewSwitch } from "./view-switch.js" */
/** @import { WeightChanges } from "./weight-changes.js" */

export class KernelsOpener {
  /**
   * @param {PanelContext} context
   * @param {ViewSwitch} views
   * @param {WeightChanges} weights
   */
  constructor(context, views, weights) {
    this.element = make("div", "kernels");
    this.element.dataset.testid = "kernels";
    /** @type {Stage | null} that is wanted */
    this.stage = null;
    this.lazy = new Lazy(context, async () => {
      const { KernelsView } = await import("./kernels-view.js");
      return new KernelsView(this.element, context, views, weights);
    });
  }

  /** @type {KernelsView | null} null until it is loaded */
  get view() {
    return this.lazy.part;
  }

  /** @param {Stage} stage */
  async open(stage) {
    this.stage = stage;
    await this.lazy.load();
    if (this.stage === stage) {
      this.view?.open(stage);
    }
  }

  refresh() {
    this.view?.refresh();
  }

  localise() {
    this.view?.localise();
  }
}

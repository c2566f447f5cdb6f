/** The place of the kernels of a stage. What shows them is loaded when they are first chosen. */

import { sentenceOf } from "../../i18n/error-text.js";
import { make } from "../../ui/dom.js";

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
    this.context = context;
    this.views = views;
    this.weights = weights;
    this.element = make("div", "kernels");
    this.element.dataset.testid = "kernels";
    /** @type {Stage | null} that is wanted */
    this.stage = null;
    /** @type {KernelsView | null} once it is loaded */
    this.view = null;
    /** @type {Promise<void> | null} */
    this.loading = null;
  }

  /** @param {Stage} stage */
  async open(stage) {
    this.stage = stage;
    await this.load();
    if (this.stage === stage) {
      this.view?.open(stage);
    }
  }

  /** Load the view, once; after an error, which is shown, it can be tried again. */
  load() {
    this.loading ??= this.loadNow().catch((error) => {
      this.loading = null;
      this.context.status.showError(() => this.context.texts.errors.build(sentenceOf(error)));
    });
    return this.loading;
  }

  async loadNow() {
    const { KernelsView } = await import("./kernels-view.js");
    this.view = new KernelsView(this.element, this.context, this.views, this.weights);
  }

  refresh() {
    this.view?.refresh();
  }

  localise() {
    this.view?.localise();
  }
}

/** How the network learned: a slider through the checkpoints of its training. */

import { make } from "../../../ui/dom.js";

/** @import { PanelContext } from "../../panel-context.js" */
/** @import { TrainSection } from "../train-panel.js" */

/** @implements {TrainSection} */
export class HistorySection {
  /** @param {PanelContext} context */
  constructor(context) {
    this.context = context;
    this.element = make("section", "train-history");
  }
}

/** The training on the page: what is trained, its curves, and the buttons that run it. */

import { make } from "../../../ui/dom.js";

/** @import { PanelContext } from "../../panel-context.js" */
/** @import { TrainSection } from "../train-panel.js" */
/** @import { DigitTray } from "../tray/digit-tray.js" */

/** @implements {TrainSection} */
export class TrainingSection {
  /**
   * @param {PanelContext} context
   * @param {DigitTray} tray
   */
  constructor(context, tray) {
    this.context = context;
    this.tray = tray;
    this.element = make("section", "training");
  }
}

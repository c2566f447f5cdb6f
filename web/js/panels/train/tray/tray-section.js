/** The tray on the page: one's own digits by class. */

import { make } from "../../../ui/dom.js";

/** @import { PanelContext } from "../../panel-context.js" */
/** @import { TrainSection } from "../train-panel.js" */
/** @import { DigitTray } from "./digit-tray.js" */

/** @implements {TrainSection} */
export class TraySection {
  /**
   * @param {PanelContext} context
   * @param {DigitTray} tray
   */
  constructor(context, tray) {
    this.context = context;
    this.tray = tray;
    this.element = make("section", "tray");
  }
}

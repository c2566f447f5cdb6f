/** What a screen reader is told of the cells that are pointed at and pinned. */

import { printOne, scaleFor } from "../../i18n/number-format.js";
import { LiveRegion } from "../../ui/live-region.js";
import { titleOf, valueAt } from "./cells.js";

/** @import { Place } from "../../protocol/questions.js" */
/** @import { PanelContext } from "../../view/panel.js" */

export class CellAnnouncements {
  /**
   * @param {PanelContext} context
   * @param {HTMLElement} element a live region
   */
  constructor(context, element) {
    this.context = context;
    this.live = new LiveRegion(element);
  }

  localise() {
    this.live.localise();
  }

  /** @param {string} sentence */
  tell(sentence) {
    this.live.tell(sentence);
  }

  /**
   * @param {Place | null} place
   * @param {(title: string, value: string) => string} sentence
   */
  tellCell(place, sentence) {
    const { context } = this;
    const [model, shown] = [context.model(), context.shown()];
    const stage = model?.stages.find(({ name }) => name === place?.stage);
    if (place && model && stage && shown?.values) {
      const value = valueAt(shown.values, stage, place);
      const text = Number.isFinite(value) ? printOne(value, scaleFor([value])) : String(value);
      this.tell(sentence(titleOf(context.texts.look, model, place), text));
    }
  }
}

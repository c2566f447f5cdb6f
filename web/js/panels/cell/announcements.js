/** What a screen reader is told of the cells that are pointed at and pinned. */

import { printOne, scaleFor } from "../../i18n/number-format.js";
import { Live } from "../../ui/live-region.js";
import { titleOf, valueAt } from "./cells.js";

/** @import { Place } from "../../protocol/questions.js" */
/** @import { Lent } from "../../view/panel.js" */

export class Spoken {
  /**
   * @param {Lent} lent
   * @param {HTMLElement} element a live region
   */
  constructor(lent, element) {
    this.lent = lent;
    this.live = new Live(element);
  }

  speak() {
    this.live.speak();
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
    const { lent } = this;
    const [model, shown] = [lent.model(), lent.shown()];
    const stage = model?.stages.find(({ name }) => name === place?.stage);
    if (place && model && stage && shown?.values) {
      const value = valueAt(shown.values, stage, place);
      const text = Number.isFinite(value) ? printOne(value, scaleFor([value])) : String(value);
      this.tell(sentence(titleOf(lent.texts.look, model, place), text));
    }
  }
}

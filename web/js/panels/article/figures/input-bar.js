/** Above the figures, always in reach: what the network reads now, a button for each sample digit, the way to the pad. */

import { indexOfLargest } from "../../../lib/argsort.js";
import { button, make, setText } from "../../../ui/dom.js";
import { MapCanvas, picture } from "../map-canvas.js";
import { sizeOf, valuesIn } from "../model-stages.js";
import { Figure } from "./figure.js";

/** @import { Model } from "../../../protocol/messages.js" */
/** @import { Shown } from "../../../protocol/page-state.js" */
/** @import { PanelContext } from "../../panel-context.js" */

const DIGITS = 10;

export class InputBar extends Figure {
  /** @param {PanelContext} context */
  constructor(context) {
    super(context, "bar");
    this.image = new MapCanvas();
    this.reads = make("p", "bar-reads");
    this.reads.dataset.testid = "article-reads";
    this.toPad = make("a", "bar-pad");
    this.toPad.href = "#pad";
    this.digits = Array.from({ length: DIGITS }, (_, digit) => {
      const made = button("", String(digit), () => context.samples.draw(digit));
      made.dataset.testid = `article-sample-${digit}`;
      return made;
    });
    this.list = make("div", "bar-digits", ...this.digits);
    this.list.setAttribute("role", "group");
    this.body.append(this.image.element, this.reads, this.toPad, this.list);
  }

  localise() {
    const { pad, page } = this.context.texts;
    this.image.describe(this.texts.bar.image);
    setText(this.toPad, this.texts.bar.pad);
    this.list.setAttribute("aria-label", page.samples);
    this.digits.forEach((made, digit) => {
      made.setAttribute("aria-label", pad.sample(digit));
    });
  }

  /**
   * @param {Shown} shown
   * @param {Model} model
   */
  paint(shown, model) {
    const [image] = model.stages;
    const values = valuesIn(shown, model, image, 0);
    if (values) {
      this.image.show(picture(values, sizeOf(image).width, model.colormaps.grey, [0, 1]));
    }
    const label = indexOfLargest(shown.probabilities);
    const isKnown = Array.from(shown.probabilities).every(Number.isFinite);
    setText(
      this.reads,
      this.context.pad.isEmpty
        ? this.texts.bar.nothing
        : isKnown
          ? this.texts.bar.reads(model.classes[label], this.numbers.sure(shown.probabilities[label]))
          : this.texts.notFinite,
    );
  }
}

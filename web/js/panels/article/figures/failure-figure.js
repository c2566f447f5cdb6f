/** Where it fails: the reader's own image, changed in ways that the network has not learned, each with its reading. */

import { indexOfLargest } from "../../../lib/argsort.js";
import { make, Pool, setText } from "../../../ui/dom.js";
import { blank, inverted, mirrored, noise, pushed, turned } from "../changed-images.js";
import { MapCanvas, picture } from "../map-canvas.js";
import { sizeOf, valuesIn } from "../model-stages.js";
import { Figure } from "./figure.js";

/** @import { Model } from "../../../protocol/messages.js" */
/** @import { Shown } from "../../../protocol/page-state.js" */
/** @import { PanelContext } from "../../panel-context.js" */
/** @import { Size } from "../changed-images.js" */
/** @import { SideReader } from "../../../python/side-reader.js" */

/** @type {Record<"turned" | "mirrored" | "inverted" | "pushed" | "blank" | "noise", (image: Float32Array, size: Size) => Float32Array>} */
const CHANGES = { turned, mirrored, inverted, pushed, blank, noise };
const NAMES = /** @type {(keyof typeof CHANGES)[]} */ (Object.keys(CHANGES));
const SURE = 0.9;

class ChangedCard {
  constructor() {
    this.image = new MapCanvas();
    this.title = make("span", "card-title");
    this.reads = make("strong", "card-value");
    this.element = make("li", "", this.image.element, this.title, this.reads);
  }
}

export class FailureFigure extends Figure {
  /**
   * @param {PanelContext} context
   * @param {SideReader} side
   */
  constructor(context, side) {
    super(context, "failure");
    this.side = side;
    this.list = make("ol", "field-cards six");
    this.list.dataset.testid = "article-failures";
    this.cards = new Pool(this.list, () => new ChangedCard());
    this.body.append(this.list);
  }

  /**
   * @param {Shown} shown
   * @param {Model} model
   */
  async ask(shown, model) {
    const image = valuesIn(shown, model, model.stages[0]);
    const { maps: channels, height, width, cells } = sizeOf(model.stages[0]);
    if (!image) {
      return;
    }
    const { failure, notFinite } = this.texts;
    let sure = 0;
    for (const [number, name] of NAMES.entries()) {
      const changed = CHANGES[name](image, { channels, height, width });
      const read = await this.side.read(changed.slice());
      if (!read || !this.isInSight || shown.serial !== this.context.view.reading?.serial) {
        return; // the drawing goes on, or the reader has gone on
      }
      const label = indexOfLargest(read.probabilities);
      const share = read.probabilities[label];
      const card = this.cards.take(Math.max(number + 1, this.cards.items.length))[number];
      card.image.show(picture(changed.subarray(0, cells), width, model.colormaps.grey, [0, 1]));
      card.image.describe(failure.names[name]);
      setText(card.title, failure.names[name]);
      setText(
        card.reads,
        Number.isFinite(share) ? failure.reads(model.classes[label], this.numbers.sure(share)) : notFinite,
      );
      sure += share > SURE ? 1 : 0;
    }
    this.say(failure.sure(sure, NAMES.length));
  }
}

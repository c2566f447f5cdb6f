/** The probability of each class with the patch on the image, and a mark where it was without. */

import { indexOfLargest, ranking } from "../../lib/argsort.js";
import { make, Pool, setText } from "../../ui/dom.js";

/** @import { PanelContext } from "../panel-context.js" */

const MOST = 12; // classes; of more, the most probable ones

class Row {
  constructor() {
    this.name = make("span", "patch-class");
    this.bar = make("span", "patch-bar");
    this.mark = make("span", "patch-mark");
    const track = make("span", "patch-track", this.bar, this.mark);
    track.setAttribute("aria-hidden", "true");
    this.now = make("span", "patch-now");
    this.before = make("span", "patch-before");
    this.element = make("li", "", this.name, track, this.now, this.before);
  }
}

export class PatchBars {
  /** @param {PanelContext} context */
  constructor(context) {
    this.context = context;
    this.heads = [make("span", "patch-now"), make("span", "patch-before")];
    this.head = make("p", "patch-head", ...this.heads);
    this.list = make("ol", "patch-list");
    this.list.dataset.testid = "patch-bars";
    this.rows = new Pool(this.list, () => new Row());
    this.element = make("div", "patch-bars", this.head, this.list);
  }

  localise() {
    const { now, before } = this.context.texts.evidence.patch;
    setText(this.heads[0], now);
    setText(this.heads[1], before);
  }

  /**
   * @param {number[]} before the probabilities without the patch
   * @param {number[]} now with it
   * @param {string[]} classes
   */
  show(before, now, classes) {
    const { sure } = this.context.texts.numbers;
    const best = indexOfLargest(now);
    const order = ranking(now.map((share, label) => Math.max(share, before[label]))).slice(0, MOST);
    const labels = classes.length > MOST ? order : classes.map((_, label) => label);
    this.rows.take(labels.length).forEach((row, index) => {
      const label = labels[index];
      setText(row.name, classes[label]);
      row.element.classList.toggle("best", label === best);
      row.bar.style.transform = `scaleX(${now[label].toFixed(4)})`;
      row.mark.style.left = `${(100 * before[label]).toFixed(2)}%`;
      setText(row.now, sure(now[label]));
      setText(row.before, sure(before[label]));
    });
  }

  /**
   * What the patch changes.
   * @param {number[]} before
   * @param {number[]} now
   * @param {string[]} classes
   * @param {number} side of the patch
   * @param {boolean} wasInk
   */
  sentence(before, now, classes, side, wasInk) {
    const { patch } = this.context.texts.evidence;
    const { sure } = this.context.texts.numbers;
    const [was, is] = [indexOfLargest(before), indexOfLargest(now)];
    if (!wasInk) {
      return patch.nothing;
    }
    return was === is
      ? patch.same(side, classes[is], sure(before[is]), sure(now[is]))
      : patch.other(side, classes[is], sure(now[is]), classes[was], sure(before[was]));
  }
}

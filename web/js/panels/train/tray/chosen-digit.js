/** What can be done with the digit that is chosen in the grid: put it on the pad, change its label, delete it. */

import { button, make, setText } from "../../../ui/dom.js";
import { LabelForm } from "./label-form.js";
import { fits, imageOf, onPad } from "./tray-digit.js";

/** @import { PanelContext } from "../../panel-context.js" */
/** @import { OwnDigit } from "./digit-tray.js" */

export class ChosenDigit {
  /**
   * @param {PanelContext} context
   * @param {(digit: OwnDigit, label: string) => void} onLabel
   * @param {(digit: OwnDigit) => void} onDelete
   */
  constructor(context, onLabel, onDelete) {
    this.context = context;
    /** @type {OwnDigit | null} */
    this.digit = null;
    this.name = make("strong");
    this.toPad = button("", "", () => this.digit && this.putOnPad(this.digit));
    this.toPad.dataset.testid = "tray-to-pad";
    this.remove = button("", "", () => this.digit && onDelete(this.digit));
    this.remove.dataset.testid = "tray-delete";
    this.form = new LabelForm(context.texts, "tray-relabel", (label) => this.digit && onLabel(this.digit, label));
    this.element = make("div", "tray-chosen", this.name, this.toPad, this.form.element, this.remove);
    this.element.dataset.testid = "tray-chosen";
    this.element.setAttribute("role", "group");
    this.element.hidden = true;
  }

  /**
   * @param {OwnDigit | null} digit
   * @param {string} name of it
   * @param {string[]} labels that it can get
   */
  show(digit, name, labels) {
    const isOther = digit?.id !== this.digit?.id || digit?.label !== this.digit?.label;
    this.digit = digit;
    this.element.hidden = digit === null;
    if (digit) {
      setText(this.name, name);
      this.form.offer(labels);
      const isReadonly = document.documentElement.dataset.readonly !== undefined;
      const isTooLarge = !fits(digit, this.context.pad.picture.shape);
      this.toPad.disabled = isReadonly || isTooLarge;
      this.toPad.title = isTooLarge ? this.context.texts.train.tray.chosen.tooLarge : "";
    }
    if (digit && isOther) {
      this.form.label = digit.label;
    }
  }

  /** @param {OwnDigit} digit */
  putOnPad(digit) {
    const { pad, samples } = this.context;
    samples.stop();
    if ("image" in digit) {
      pad.showPicture(imageOf(digit, pad.picture.shape));
    } else {
      const { strokes, brush } = onPad(digit);
      pad.setBrush(brush);
      pad.setStrokes(strokes);
    }
    pad.element.scrollIntoView({ block: "nearest" });
  }

  localise() {
    const { chosen } = this.context.texts.train.tray;
    this.element.setAttribute("aria-label", chosen.label);
    setText(this.toPad, chosen.toPad);
    setText(this.remove, chosen.remove);
    this.form.localise(chosen.relabel, chosen.change);
  }
}

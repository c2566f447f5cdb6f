/** A stage that the person's code has computed: its maps, and where they differ from the engine's. */

import { texts } from "../../i18n/language.js";
import { printOne, scaleFor } from "../../i18n/number-format.js";
import { imageOf, showImage } from "../../ui/canvas.js";
import { button, make, setText } from "../../ui/dom.js";

/** @import { Stage } from "../../protocol/messages.js" */
/** @import { Place } from "../../protocol/questions.js" */
/** @import { OwnStage, SandboxPicture } from "../../protocol/sandbox-messages.js" */

const WIDTH = 120; // CSS pixels that narrower maps are enlarged to, if whole multiples allow it

export class StageResult {
  /**
   * @param {string} name of the stage
   * @param {(cell: Place) => void} onPin called to pin a cell in the diagram
   */
  constructor(name, onPin) {
    /** @type {Place} the first cell that differs */
    this.place = { stage: name, channel: 0, row: 0, column: 0 };
    this.title = make("span");
    this.mark = make("span", "own-mark");
    this.difference = make("p");
    this.before = make("span");
    this.link = button("link", "", () => onPin(this.place));
    this.link.dataset.testid = "first-difference";
    this.values = make("span");
    this.first = make("p", "own-first", this.before, " ", this.link, this.values);
    this.own = new Maps();
    this.minus = new Maps();
    const maps = make("div", "own-maps", this.own.element, this.minus.element);
    this.element = make(
      "section",
      "own-stage",
      make("h4", "", this.title, this.mark),
      this.difference,
      this.first,
      maps,
    );
    this.element.dataset.testid = `own-stage-${name}`;
  }

  /**
   * @param {OwnStage} result
   * @param {Stage} stage
   * @param {Uint8ClampedArray<ArrayBuffer>} pictures
   */
  show({ agrees, largest, first, own, difference }, stage, pictures) {
    const { code } = texts;
    setText(this.title, stage.title);
    setText(this.mark, agrees ? code.agrees : code.differs);
    this.mark.dataset.agrees = String(agrees);
    setText(this.difference, agrees ? code.same : code.largest(shortly(largest)));
    this.first.hidden = first === null;
    if (first) {
      this.showFirst(first, stage);
    }
    this.own.show(own, pictures, code.own, code.ownMaps(stage.title));
    this.minus.show(difference, pictures, code.minus, code.difference(stage.title));
  }

  /**
   * @param {NonNullable<OwnStage["first"]>} first
   * @param {Stage} stage
   */
  showFirst({ cell: [channel, row = 0, column = 0], found, expected }, { name, shape }) {
    const { code, look } = texts;
    const [maps] = shape;
    this.place = { stage: name, channel, row, column };
    const map = look.mapOf(channel + 1, maps);
    const title = shape.length === 1 ? look.numberOf(channel + 1, maps) : look.cell(map, row + 1, column + 1);
    setText(this.before, code.firstDiffers);
    setText(this.link, title);
    setText(this.values, `: ${code.values(shortly(found), shortly(expected))}`);
  }
}

/** The maps of a stage in one picture, with a caption. */
class Maps {
  constructor() {
    this.canvas = make("canvas");
    this.canvas.setAttribute("role", "img");
    this.caption = make("figcaption");
    this.element = make("figure", "", this.canvas, this.caption);
  }

  /**
   * @param {SandboxPicture | null} picture null for none
   * @param {Uint8ClampedArray<ArrayBuffer>} pictures
   * @param {string} caption
   * @param {string} label
   */
  show(picture, pictures, caption, label) {
    this.element.hidden = picture === null;
    if (picture) {
      showImage(this.canvas, imageOf(picture, pictures));
      this.canvas.style.width = `${picture.width * Math.max(1, Math.floor(WIDTH / picture.width))}px`;
      this.canvas.setAttribute("aria-label", label);
      setText(this.caption, caption);
    }
  }
}

/** @param {number | null} value null if it is not finite */
const shortly = (value) => (value === null ? "NaN" : printOne(value, scaleFor([value])));

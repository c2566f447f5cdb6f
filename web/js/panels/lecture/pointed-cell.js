/** The cell that is pointed at in a lecture: marked in its map, its numbers in large type in place of the stage's text. */

/** @import { Place } from "../../protocol/questions.js" */
/** @import { LiveRegion } from "../../ui/live-region.js" */
/** @import { Cells } from "./lecture-opener.js" */
/** @import { MapGrid } from "./map-grid.js" */
/** @import { NumberList } from "./number-list.js" */

export class PointedCell {
  /**
   * @param {Cells} cells
   * @param {HTMLElement} element shows the numbers
   * @param {LiveRegion} live
   */
  constructor(cells, element, live) {
    this.cells = cells;
    this.element = element;
    this.live = live;
    this.view = cells.makeView(element);
    /** @type {Place | null} */
    this.place = null;
    /** @type {MapGrid | NumberList | null} whose cells can be pointed at */
    this.picture = null;
    this.onChange = () => {}; // called when the numbers are shown or hidden
  }

  /** @param {MapGrid | NumberList | null} picture */
  follow(picture) {
    this.point(null);
    this.picture = picture;
  }

  /**
   * @param {Place | null} place
   * @param {boolean} [isKeyboard] whether it was reached with the keyboard: then it is announced
   */
  async point(place, isKeyboard = false) {
    this.place = place;
    this.picture?.mark(place);
    if (!place) {
      this.element.hidden = true;
      this.onChange();
      return;
    }
    if ((await this.cells.explain(this.view, place, "lecture")) && place === this.place) {
      this.element.hidden = false;
      this.onChange();
      if (isKeyboard) {
        this.live.announce(`${this.cells.titleOf(place)}: ${this.view.value.textContent}`);
      }
    }
  }

  /** Explain the cell anew: the drawing or the language has changed. */
  refresh() {
    if (this.place) {
      this.point(this.place);
    }
  }
}

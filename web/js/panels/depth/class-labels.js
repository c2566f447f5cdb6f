/** The names of the classes beside the last pane, that of the most probable one large. */

import { make, Pool, setText } from "../../ui/dom.js";
import { project } from "./projection.js";
import { pointOf } from "./scene.js";

/** @import { Matrix, Point } from "./projection.js" */
/** @import { Pane } from "./scene.js" */

const MOST = 12; // classes that are all named; of more, only the most probable one is
const LONGEST = 3; // letters of a name, for all to be named
const LINE = 12; // CSS pixels that a name needs
const SPACE = 7; // CSS pixels between the pane and the names

export class ClassLabels {
  constructor() {
    this.element = make("div", "depth-classes");
    this.element.setAttribute("aria-hidden", "true"); // the bars beside the diagram have the same names
    this.pool = new Pool(this.element, () => ({ element: make("span") }));
    /** @type {number[]} the classes that are named */
    this.shown = [];
  }

  /**
   * @param {string[]} classes
   * @param {number} winner the index of the most probable class; −1 if nothing is drawn
   * @returns {boolean} whether other classes are named than before
   */
  show(classes, winner) {
    const isShort = classes.length <= MOST && classes.every((name) => name.length <= LONGEST);
    const shown = classes.map((_, index) => index).filter((index) => isShort || index === winner);
    const isNew = shown.join() !== this.shown.join();
    this.shown = shown;
    this.pool.take(shown.length).forEach(({ element }, number) => {
      setText(element, classes[shown[number]]);
      element.classList.toggle("winner", shown[number] === winner);
    });
    return isNew;
  }

  /**
   * Place the names beside the pane, on the side that faces away from the other panes. None if others cover them.
   * @param {Matrix} matrix from the scene to the screen
   * @param {Pane} pane of the probabilities
   * @param {boolean} isPortrait
   * @param {boolean} isLeft whether the other panes are to the right
   * @param {(point: Point) => boolean} isCovered by another pane
   */
  draw(matrix, pane, isPortrait, isLeft, isCovered) {
    const { columns, rows } = pane.layout;
    const points = this.shown.map((index) => {
      const [x, y] = [((index % columns) + 0.5) / columns, (Math.floor(index / columns) + 0.5) / rows];
      return project(matrix, isPortrait ? pointOf(pane, x, 1) : pointOf(pane, isLeft ? 0 : 1, y));
    });
    const isCrowded = points.length > 1 && Math.hypot(points[1].x - points[0].x, points[1].y - points[0].y) < LINE;
    this.element.classList.toggle("crowded", isCrowded);
    this.element.hidden = points.some(isCovered);
    points.forEach(({ x, y }, number) => {
      const across = isPortrait
        ? `calc(${x.toFixed(1)}px - 50%)`
        : isLeft
          ? `calc(${x - SPACE}px - 100%)`
          : `${x + SPACE}px`;
      const down = isPortrait ? `${(y + SPACE).toFixed(1)}px` : `calc(${y.toFixed(1)}px - 50%)`;
      this.pool.items[number].element.style.transform = `translate(${across}, ${down})`;
    });
  }
}

/** A small line chart, whose place on the horizontal axis can be marked, and chosen with the pointer. */

import { make, Pool, setText } from "../../ui/dom.js";

/** @typedef {[x: number, y: number]} Point */
/** @typedef {{ points: Point[], isOther?: boolean }} Line isOther: what the solid line is compared with; it is dashed */

/**
 * @typedef {object} Axes from 0 to these ends
 * @property {number} width
 * @property {number} height
 * @property {string} top the label of the upper end
 * @property {string} description of the lines, for screen readers
 */

const SVG = "http://www.w3.org/2000/svg";
const SIZE = { width: 1000, height: 100 }; // of the viewBox; the style sheet stretches it

export class LineChart {
  /**
   * @param {string} testid
   * @param {((x: number) => void) | null} [onChoose] called with the place under a pressed pointer
   */
  constructor(testid, onChoose = null) {
    /** @type {Line[]} */
    this.lines = [];
    this.axes = { width: 1, height: 1 };
    this.svg = document.createElementNS(SVG, "svg");
    this.svg.setAttribute("viewBox", `0 0 ${SIZE.width} ${SIZE.height}`);
    this.svg.setAttribute("preserveAspectRatio", "none");
    this.svg.setAttribute("aria-hidden", "true");
    this.top = make("span", "line-chart-top");
    this.cursor = make("div", "line-chart-cursor");
    this.cursor.hidden = true;
    this.dots = new Pool(this.cursor, () => ({ element: make("span") }));
    this.element = make("div", "line-chart");
    this.element.setAttribute("role", "img");
    this.element.dataset.testid = testid;
    this.element.append(this.svg, this.top, make("span", "line-chart-bottom", "0"), this.cursor);
    if (onChoose) {
      this.element.classList.add("choosable");
      for (const type of /** @type {const} */ (["pointerdown", "pointermove"])) {
        this.element.addEventListener(type, (event) => event.buttons === 1 && onChoose(this.placeAt(event)));
      }
    }
  }

  /**
   * @param {Line[]} lines
   * @param {Axes} axes
   */
  show(lines, { width, height, top, description }) {
    this.lines = lines;
    this.axes = { width, height };
    this.svg.replaceChildren(...lines.map((line) => this.draw(line)));
    setText(this.top, top);
    this.element.setAttribute("aria-label", description);
  }

  /** @param {Line} line */
  draw({ points, isOther }) {
    const { width, height } = this.axes;
    const line = document.createElementNS(SVG, "polyline");
    const places = points.map(
      ([x, y]) => `${((x / width) * SIZE.width).toFixed(1)},${((1 - y / height) * SIZE.height).toFixed(2)}`,
    );
    line.setAttribute("points", places.join(" "));
    line.classList.toggle("other", isOther);
    return line;
  }

  /**
   * The place under the pointer, 0 … width.
   * @param {PointerEvent} event
   */
  placeAt({ clientX }) {
    const { left, width } = this.element.getBoundingClientRect();
    return Math.min(Math.max((clientX - left) / width, 0), 1) * this.axes.width;
  }

  /**
   * Mark a place, and the point that each line has there.
   * @param {number | null} place none if null
   */
  mark(place) {
    this.cursor.hidden = place === null;
    if (place === null) {
      return;
    }
    const { width, height } = this.axes;
    this.cursor.style.left = `${(100 * place) / width}%`;
    const dots = this.dots.take(this.lines.length);
    this.lines.forEach(({ points, isOther }, number) => {
      const [, y] = points.find(([x]) => x === place) ?? [];
      const { element } = dots[number];
      element.hidden = y === undefined;
      element.classList.toggle("other", isOther);
      element.style.top = `${100 * (1 - (y ?? 0) / height)}%`;
    });
  }
}

/** A small line chart: one or two lines over the same places, one of which is marked and can be chosen with the pointer. */

import { make, Pool, setText } from "../../../ui/dom.js";

const SVG = "http://www.w3.org/2000/svg";
const SIZE = { width: 1000, height: 100 }; // of the viewBox; the style sheet stretches it

/**
 * @typedef {object} PlotTexts
 * @property {string} title
 * @property {string[]} lines the name of each line; empty names are not shown
 * @property {string} top the number at the upper edge; 0 is at the lower one
 * @property {string} description for screen readers
 */

export class LinePlot {
  /**
   * @param {number[][]} lines the values of each line, one for each place
   * @param {number} top the value at the upper edge
   * @param {(place: number) => void} onChoose called with the place under a pressed pointer
   */
  constructor(lines, top, onChoose) {
    this.lines = lines;
    this.top = top;
    this.places = lines[0].length;
    this.title = make("span", "plot-title");
    this.names = lines.map((_, line) => make("span", `plot-name plot-line-${line}`));
    this.upper = make("span", "plot-upper");
    this.cursor = make("div", "plot-cursor");
    this.dots = new Pool(this.cursor, () => ({ element: make("span", "plot-dot") }));
    this.plot = make("div", "plot-area");
    this.plot.setAttribute("role", "img");
    this.plot.append(this.drawing(), this.upper, make("span", "plot-lower", "0"), this.cursor);
    this.element = make("figure", "plot", make("figcaption", "", this.title, ...this.names), this.plot);
    for (const type of /** @type {const} */ (["pointerdown", "pointermove"])) {
      this.plot.addEventListener(type, (event) => {
        if (event.buttons === 1) {
          onChoose(this.placeAt(event));
        }
      });
    }
  }

  drawing() {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", `0 0 ${SIZE.width} ${SIZE.height}`);
    svg.setAttribute("preserveAspectRatio", "none");
    svg.setAttribute("aria-hidden", "true");
    this.lines.forEach((values, line) => {
      const points = values.map(
        (value, place) =>
          `${((place / (this.places - 1)) * SIZE.width).toFixed(1)} ${((1 - value / this.top) * SIZE.height).toFixed(2)}`,
      );
      const path = document.createElementNS(SVG, "path");
      path.setAttribute("d", `M${points.join("L")}`);
      path.setAttribute("class", `plot-line-${line}`);
      svg.append(path);
    });
    return svg;
  }

  /**
   * The place nearest to the pointer.
   * @param {PointerEvent} event
   */
  placeAt({ clientX }) {
    const { left, width } = this.plot.getBoundingClientRect();
    const share = Math.min(Math.max((clientX - left) / width, 0), 1);
    return Math.round(share * (this.places - 1));
  }

  /** @param {PlotTexts} texts */
  localise({ title, lines, top, description }) {
    setText(this.title, title);
    this.names.forEach((name, line) => {
      setText(name, lines[line]);
      name.hidden = !lines[line];
    });
    setText(this.upper, top);
    this.plot.setAttribute("aria-label", description);
  }

  /** @param {number | null} place to be marked; none if null */
  mark(place) {
    this.cursor.hidden = place === null;
    if (place === null) {
      return;
    }
    this.cursor.style.left = `${(100 * place) / (this.places - 1)}%`;
    this.dots.take(this.lines.length).forEach(({ element }, line) => {
      element.className = `plot-dot plot-line-${line}`;
      element.style.top = `${100 * (1 - this.lines[line][place] / this.top)}%`;
    });
  }
}

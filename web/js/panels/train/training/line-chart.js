/** A small chart of lines over the steps of a training, with its description for screen readers. */

import { make } from "../../../ui/dom.js";

/** @typedef {{ name: string, points: [x: number, y: number][] }} Line its name is a class of its style */

const SVG = "http://www.w3.org/2000/svg";
const SIZE = { width: 600, height: 100 }; // of the viewBox; the style sheet stretches it

export class LineChart {
  /** @param {string} testid */
  constructor(testid) {
    this.svg = document.createElementNS(SVG, "svg");
    this.svg.setAttribute("viewBox", `0 0 ${SIZE.width} ${SIZE.height}`);
    this.svg.setAttribute("preserveAspectRatio", "none");
    this.svg.setAttribute("aria-hidden", "true");
    this.top = make("span");
    this.bottom = make("span", "", "0");
    this.plot = make("div", "training-plot");
    this.plot.setAttribute("role", "img");
    this.plot.dataset.testid = testid;
    this.plot.append(this.svg);
    const scale = make("div", "training-scale", this.top, this.bottom);
    scale.setAttribute("aria-hidden", "true");
    this.element = make("div", "training-chart", scale, this.plot);
    /** @type {Map<string, SVGPolylineElement>} */
    this.lines = new Map();
  }

  /**
   * @param {Line[]} lines
   * @param {{ width: number, height: number, top: string, description: string }} axes their ends, and the label of the upper one
   */
  show(lines, { width, height, top, description }) {
    for (const { name, points } of lines) {
      this.line(name).setAttribute("points", points.map((point) => this.place(point, width, height)).join(" "));
    }
    this.top.textContent = top;
    this.plot.setAttribute("aria-label", description);
  }

  /** @param {string} name */
  line(name) {
    const line = this.lines.get(name) ?? document.createElementNS(SVG, "polyline");
    if (!this.lines.has(name)) {
      line.classList.add(name);
      this.svg.append(line);
      this.lines.set(name, line);
    }
    return line;
  }

  /**
   * @param {[x: number, y: number]} point
   * @param {number} width
   * @param {number} height
   */
  place([x, y], width, height) {
    return `${((x / width) * SIZE.width).toFixed(1)},${((1 - y / height) * SIZE.height).toFixed(2)}`;
  }
}

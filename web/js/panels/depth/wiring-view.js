/** Draws the connections between the panes as SVG: prisms and threads behind all panes, arcs and leaders before them. */

import { boundsOf } from "./camera.js";
import { project } from "./projection.js";
import { arcOf, drawnArc, isArc, prism, threads } from "./wiring.js";

/** @import { Connection } from "../../diagram/connections.js" */
/** @import { Box } from "./camera.js" */
/** @import { Matrix, Point3 } from "./projection.js" */
/** @import { Pane } from "./scene.js" */
/** @import { Wire } from "./wiring.js" */

const SVG = "http://www.w3.org/2000/svg";

export class WiringView {
  constructor() {
    this.behind = drawing("wiring behind");
    this.before = drawing("wiring before");
    /** @type {{ wire: Wire, glass: SVGPathElement, lines: SVGPathElement }[]} */
    this.links = [];
    /** @type {{ wire: Wire, points: Point3[], line: SVGPathElement, sign: SVGPathElement }[]} */
    this.arcs = [];
    this.leaders = path("leaders");
  }

  /** @param {HTMLElement} element */
  attach(element) {
    element.append(this.behind, this.before);
  }

  detach() {
    this.behind.remove();
    this.before.remove();
  }

  /**
   * @param {Connection[]} connections
   * @param {Pane[]} panes from front to back
   * @param {boolean} isPortrait
   */
  connect(connections, panes, isPortrait) {
    const paneOf = (/** @type {string} */ name) => /** @type {Pane} */ (panes.find(({ stage }) => stage.name === name));
    const wires = connections.map(({ link, part, horizontal, from, to }) => {
      return { link, part, horizontal, from: paneOf(from.stage.name), to: paneOf(to.stage.name) };
    });
    this.links = wires
      .filter((wire) => !isArc(wire))
      .map((wire) => ({ wire, glass: path("glass"), lines: path(wire.link.mixes ? "edges" : "threads") }));
    this.arcs = wires.filter(isArc).map((wire) => {
      const kind = wire.link.mixes ? "arc mixes" : "arc";
      return { wire, points: arcOf(wire, panes, isPortrait), line: path(kind), sign: path("sign") };
    });
    const farthestFirst = [...this.links].sort((one, other) => other.wire.from.depth - one.wire.from.depth);
    this.behind.replaceChildren(...farthestFirst.flatMap(({ glass, lines }) => [glass, lines]));
    this.before.replaceChildren(this.leaders, ...this.arcs.flatMap(({ line, sign }) => [line, sign]));
  }

  /**
   * The parts of the screen that the arcs take.
   * @param {Matrix} matrix from the scene to the screen
   */
  boxesOfArcs(matrix) {
    return this.arcs.map(({ points }) => boundsOf(points.map((point) => project(matrix, point))));
  }

  /**
   * @param {Matrix} matrix from the scene to the screen
   * @param {Box[]} panes on the screen
   * @param {Box[]} titles of the panes
   */
  draw(matrix, panes, titles) {
    for (const { wire, glass, lines } of this.links) {
      const { outline, edges } = wire.link.mixes ? prism(wire, matrix) : { outline: "", edges: threads(wire, matrix) };
      glass.setAttribute("d", outline);
      lines.setAttribute("d", edges);
    }
    for (const { wire, points, line, sign } of this.arcs) {
      const drawn = drawnArc(points, wire, matrix);
      line.setAttribute("d", drawn.line);
      sign.setAttribute("d", drawn.sign);
    }
    this.leaders.setAttribute("d", titles.map((title, number) => leader(title, panes[number])).join(""));
  }
}

/**
 * The line from a title to its pane, if it stands far above it.
 * @param {Box} title
 * @param {Box} pane
 */
function leader(title, pane) {
  const [from, x] = [title.y + title.height + 2, Math.round(pane.x + pane.width / 2) + 0.5];
  return title.y >= 0 && pane.y - from > 8 ? `M${x} ${from}V${pane.y - 2}` : "";
}

/** @param {string} kind */
function drawing(kind) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", kind);
  svg.setAttribute("aria-hidden", "true");
  return svg;
}

/** @param {string} kind */
function path(kind) {
  const element = document.createElementNS(SVG, "path");
  element.setAttribute("class", kind);
  return element;
}

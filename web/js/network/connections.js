/**
 * The lines between stages, drawn under the diagram: from every row of maps to every row that is computed from it. A
 * layer that mixes its inputs is a fan, one that works map by map is a bundle of single lines.
 */

/** @typedef {import("./stage.js").StageView} StageView */
/** @typedef {{ x: number, y: number, width: number, height: number }} Box */

const SVG = "http://www.w3.org/2000/svg";
const MOST_ROWS = 10; // more lines than that are a grey patch
const NARROWEST = 20; // CSS pixels between stages for a fan; in less it is a grey patch too
const RAIL = 6; // CSS pixels from the left, in a run from above

export class Connections {
  /** @param {HTMLElement} container the element that the stages lie in */
  constructor(container) {
    this.container = container;
    this.svg = document.createElementNS(SVG, "svg");
    this.svg.setAttribute("class", "connections");
    this.svg.setAttribute("aria-hidden", "true");
    /** @type {{ path: SVGPathElement, from: StageView, to: StageView }[]} */
    this.lines = [];
    container.prepend(this.svg);
  }

  /** @param {Map<string, StageView>} stages */
  connect(stages) {
    this.lines = [];
    for (const to of stages.values()) {
      for (const name of to.stage.inputs) {
        const from = stages.get(name);
        if (from) {
          this.lines.push({ path: document.createElementNS(SVG, "path"), from, to });
        }
      }
    }
    this.svg.replaceChildren(...this.lines.map(({ path }) => path));
  }

  /**
   * Measure all, then draw all: one layout for all lines.
   * @param {boolean} asRail whether the stages stand below each other
   */
  draw(asRail) {
    this.svg.setAttribute("width", "0"); // its own size of before must not count in what it shall cover
    this.svg.setAttribute("height", "0");
    const origin = this.container.getBoundingClientRect();
    const { scrollLeft, scrollWidth, scrollHeight } = this.container;
    const views = [...new Set(this.lines.flatMap(({ from, to }) => [from, to]))];
    const boxes = new Map(
      views.map((view) => {
        const { x, y, width, height } = view.canvas.getBoundingClientRect();
        return [view, { x: x - origin.x + scrollLeft, y: y - origin.y, width, height }];
      }),
    );
    this.svg.setAttribute("width", String(scrollWidth));
    this.svg.setAttribute("height", String(scrollHeight));
    const order = new Map(views.map((view, number) => [view, number]));
    for (const { path, from, to } of this.lines) {
      const [a, b] = [/** @type {Box} */ (boxes.get(from)), /** @type {Box} */ (boxes.get(to))];
      const steps = Number(order.get(to)) - Number(order.get(from));
      path.setAttribute("d", asRail ? rail(a, b, steps) : b.x > a.x + a.width ? fan(from, a, to, b) : detour(a, b));
    }
  }
}

/**
 * Lines from row to row between two stages that stand beside each other.
 * @param {StageView} from
 * @param {Box} a
 * @param {StageView} to
 * @param {Box} b
 */
function fan(from, a, to, b) {
  const [starts, ends] = [rows(from, a), rows(to, b)];
  const isNarrow = b.x - a.x - a.width < NARROWEST;
  const [x1, x2] = [a.x + a.width + (isNarrow ? 1 : 3), b.x - (isNarrow ? 1 : 3)];
  const middle = (x1 + x2) / 2;
  const curve = (/** @type {number} */ y1, /** @type {number} */ y2) =>
    `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`;
  if (!isNarrow && mixes(from, to)) {
    return starts.flatMap((y1) => ends.map((y2) => curve(y1, y2))).join("");
  }
  const count = Math.max(starts.length, ends.length);
  const pick = (/** @type {number[]} */ list, /** @type {number} */ line) =>
    list[Math.floor((line * list.length) / count)];
  return Array.from({ length: count }, (_, line) => curve(pick(starts, line), pick(ends, line))).join("");
}

/**
 * Whether each of a stage's maps is computed from all maps of the one before.
 * @param {StageView} from
 * @param {StageView} to
 */
function mixes(from, to) {
  return to.stage.parameters > 0 || to.stage.op === "softmax" || from.stage.shape[0] !== to.stage.shape[0];
}

/**
 * The middles of a stage's rows of maps.
 * @param {StageView} view
 * @param {Box} box
 */
function rows({ layout }, { y, height }) {
  const count = Math.min(layout.rows, MOST_ROWS);
  return Array.from({ length: count }, (_, row) => y + ((row + 0.5) * height) / count);
}

/**
 * A line between two stages in one column.
 * @param {Box} a
 * @param {Box} b
 */
function detour(a, b) {
  const [x1, x2, middle] = [a.x + a.width / 2, b.x + b.width / 2, (a.y + a.height + b.y) / 2];
  return `M${x1} ${a.y + a.height}C${x1} ${middle} ${x2} ${middle} ${x2} ${b.y}`;
}

/**
 * A line along the left edge; one that leaves stages out goes around them.
 * @param {Box} a
 * @param {Box} b
 * @param {number} steps from stage to stage
 */
function rail(a, b, steps) {
  const [y1, y2] = [a.y + a.height / 2, b.y + b.height / 2];
  const [top, bottom] = [y1 + (y2 - y1) * 0.2, y2 - (y2 - y1) * 0.2];
  const way = steps > 1 ? `C${RAIL + 14} ${top} ${RAIL + 14} ${bottom} ${RAIL} ${y2}` : `V${y2}`;
  return `M${RAIL} ${y1}${way}${dot(y1)}${dot(y2)}`;
}

/**
 * A stage's place on the rail.
 * @param {number} y
 */
function dot(y) {
  return `M${RAIL - 2} ${y}a2 2 0 1 0 4 0a2 2 0 1 0 -4 0`;
}

/**
 * The network in depth: the diagram's own canvases, as panes that stand one behind the other. Each stage's button gets the
 * matrix of its pane, so that the outlines on its maps lie in the same plane.
 */

import { boundsOf, fill, frame } from "./camera.js";
import { ClassLabels } from "./class-labels.js";
import { placesAbove, placesBeside } from "./label-places.js";
import { initialPose } from "./pose.js";
import { cssOf, product, project, scaling, translation, unproject } from "./projection.js";
import { cornersOf } from "./scene.js";
import { WiringView } from "./wiring-view.js";

/** @import { Arrangement, Diagram } from "../../diagram/diagram.js" */
/** @import { StageView } from "../../diagram/stage.js" */
/** @import { Stage } from "../../protocol/messages.js" */
/** @import { Box } from "./camera.js" */
/** @import { Pose } from "./pose.js" */
/** @import { Matrix, Point } from "./projection.js" */
/** @import { Pane } from "./scene.js" */

/** @typedef {{ pane: Pane, view: StageView, title: { width: number, height: number }, matrix: Matrix }} Placed */

/** CSS pixels around the network, for titles, the names of the classes, and buttons. */
const MARGINS = { left: 20, right: 34, top: 40, bottom: 56 };
const PORTRAIT_MARGINS = { left: 108, right: 16, top: 56, bottom: 76 };
const HIGHEST = 4; // CSS pixels from the upper edge to a title
const MOST_ATTEMPTS = 4; // to make space for the titles
const LONG_SIDE = 0.95; // width ÷ height of the highest view that counts as wide

/** @implements {Arrangement} */
export class DepthView {
  /** @param {Diagram} diagram */
  constructor(diagram) {
    this.diagram = diagram;
    this.wiring = new WiringView();
    this.classes = new ClassLabels();
    this.isPortrait = false;
    this.pose = initialPose(false);
    /** @type {Box} the part of the diagram that the network may fill */
    this.box = { x: 0, y: 0, width: 0, height: 0 };
    /** @type {Placed[]} from front to back */
    this.placed = [];
    /** @type {string | null} the stage to which the zoom leads */
    this.openStage = null;
    this.width = 0; // CSS pixels of the view
    this.size = 1; // CSS pixels of a stage's layout for each unit of the scene
  }

  /** Show the network in depth: call it again after a change of the diagram or of its size. */
  open() {
    const { diagram } = this;
    diagram.element.classList.add("in-depth");
    this.wiring.attach(diagram.element);
    diagram.element.append(this.classes.element);
    diagram.use(this);
  }

  /** Restore the flat diagram. */
  close() {
    const { diagram } = this;
    diagram.element.classList.remove("in-depth");
    this.wiring.detach();
    this.classes.element.remove();
    for (const { button, title } of diagram.stages.values()) {
      for (const name of ["--pane", "--pane-width", "--pane-height", "--pane-order"]) {
        button.style.removeProperty(name);
      }
      title.style.removeProperty("--pane-title");
      title.classList.remove("off");
    }
    this.placed = [];
    diagram.use(null);
  }

  /** Arrange the panes for the size of the diagram. */
  layOut() {
    const { diagram } = this;
    const { clientWidth: width, clientHeight: height } = diagram.element;
    this.width = width;
    const isPortrait = width < LONG_SIDE * height;
    if (isPortrait !== this.isPortrait) {
      this.isPortrait = isPortrait;
      this.pose = initialPose(isPortrait);
    }
    const margins = isPortrait ? PORTRAIT_MARGINS : MARGINS;
    this.box = {
      x: margins.left,
      y: margins.top,
      width: Math.max(1, width - margins.left - margins.right),
      height: Math.max(1, height - margins.top - margins.bottom),
    };
    const columns = diagram.connections.columns.map((column) => column.map(({ stage }) => stage));
    this.arrange(columns);
    for (let attempt = 0, missing = this.missing; missing > 0 && attempt < MOST_ATTEMPTS; attempt += 1) {
      this.box.y += missing;
      this.box.height = Math.max(1, this.box.height - missing);
      this.arrange(columns); // which may put titles above one another that were side by side
      missing = this.missing;
    }
    for (const { pane, view } of this.placed) {
      const { style } = view.button;
      view.arrange(pane.layout.columns);
      style.setProperty("--pane-width", `${pane.width * this.size}px`);
      style.setProperty("--pane-height", `${pane.height * this.size}px`);
      style.setProperty("--pane-order", String(1000 - pane.depth));
    }
    this.draw();
  }

  /** How many CSS pixels the highest title lacks above it in the initial pose. */
  get missing() {
    const places = this.placesOfTitles(this.matrixFor(initialPose(this.isPortrait)));
    return HIGHEST - Math.min(...places.map(({ y }) => y));
  }

  /** @param {Stage[][]} columns stages of equal depth */
  arrange(columns) {
    const { diagram, isPortrait } = this;
    const panes = fill(columns, this.box, isPortrait);
    this.wiring.connect(diagram.connections.connections, panes, isPortrait);
    this.placed = panes.map((pane) => {
      const view = /** @type {StageView} */ (diagram.stages.get(pane.stage.name));
      const { offsetWidth: width, offsetHeight: height } = view.title;
      return { pane, view, title: { width: width + 1, height }, matrix: [] };
    });
    this.size = frame(this.points(), initialPose(isPortrait), this.box).scale;
  }

  /** The points of the scene that must be seen. */
  points() {
    return [...this.placed.flatMap(({ pane }) => cornersOf(pane)), ...this.wiring.arcs.flatMap(({ points }) => points)];
  }

  /** @param {Pose} pose */
  matrixFor(pose) {
    const open = this.placed.find(({ pane }) => pane.stage.name === this.openStage);
    return frame(this.points(), pose, this.box, open?.pane.centre).matrix;
  }

  /** Draw everything for the current pose. Nothing is measured, so that there is no layout. */
  draw() {
    const { placed, size } = this;
    const matrix = this.matrixFor(this.pose);
    for (const each of placed) {
      const { pane, view } = each;
      const onPane = product(
        scaling(1 / size),
        translation({ x: (-pane.width * size) / 2, y: (-pane.height * size) / 2, z: 0 }),
      );
      each.matrix = product(matrix, translation(pane.centre), onPane);
      view.button.style.setProperty("--pane", cssOf(each.matrix));
    }
    const titles = this.placesOfTitles(matrix);
    placed.forEach(({ view }, number) => {
      const { x, y } = titles[number];
      view.title.style.setProperty("--pane-title", `translate(${Math.round(x)}px, ${Math.round(y)}px)`);
      view.title.classList.toggle("off", y < 0); // where nothing but titles is left
    });
    const boxes = this.boxes(matrix);
    this.wiring.draw(matrix, boxes, titles);
    const others = placed.slice(0, -1);
    const isCovered = (/** @type {Point} */ point) => others.some((other) => isOn(this.shareOf(other, point)));
    const last = placed[placed.length - 1].pane;
    this.classes.draw(matrix, last, this.isPortrait, this.pose.yaw > 0, isCovered);
    this.diagram.dispatchEvent(new Event("move"));
  }

  /**
   * The boxes of all panes on the screen.
   * @param {Matrix} matrix
   */
  boxes(matrix) {
    return this.placed.map(({ pane }) => boundsOf(cornersOf(pane).map((corner) => project(matrix, corner))));
  }

  /** @param {Matrix} matrix */
  placesOfTitles(matrix) {
    const { isPortrait } = this;
    const sizes = this.placed.map(({ title }) => title);
    const obstacles = isPortrait ? [] : this.wiring.boxesOfArcs(matrix);
    return (isPortrait ? placesBeside : placesAbove)(this.boxes(matrix), sizes, obstacles, this.width);
  }

  /**
   * The place of a point of the screen on a stage's maps.
   * @param {StageView} view
   * @param {{ clientX: number, clientY: number }} point
   * @returns {Point | null} as shares of the maps' width and height
   */
  locate(view, { clientX, clientY }) {
    const found = this.placed.find((each) => each.view === view);
    const { element } = this.diagram;
    const origin = element.getBoundingClientRect();
    const point = { x: clientX - origin.x - element.clientLeft, y: clientY - origin.y - element.clientTop };
    return found ? this.shareOf(found, point) : null;
  }

  /**
   * @param {Placed} placed
   * @param {Point} point of the view
   * @returns {Point | null} its place on the pane, as shares of the width and height
   */
  shareOf({ pane, matrix }, point) {
    const there = unproject(matrix, point);
    return there && { x: there.x / (pane.width * this.size), y: there.y / (pane.height * this.size) };
  }
}

/** @param {Point | null} share */
function isOn(share) {
  return share !== null && Math.min(share.x, share.y) >= 0 && Math.max(share.x, share.y) <= 1;
}

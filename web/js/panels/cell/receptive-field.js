/**
 * Outlines a cell and its receptive field on the diagram, on the inspector's maps and on the pad, and dims the maps that do
 * not contribute to it. A pinned cell is also outlined in the next stages, where it contributes.
 */

import { PAD_SIZE } from "../../input/drawing.js";
import { singleMapLayout } from "./cells.js";
import { cellPath, Outlines, reachPath, veilPath } from "./outlines.js";

/** @import { Diagram } from "../../diagram/diagram.js" */
/** @import { Inspector } from "../../diagram/inspector.js" */
/** @import { Layout } from "../../diagram/map-layout.js" */
/** @import { Answer, Field, Place } from "../../protocol/questions.js" */

/** @typedef {Answer<"field">} FieldAnswer */

export class ReceptiveFieldOutlines {
  /**
   * @param {Diagram} diagram
   * @param {Inspector} inspector
   * @param {HTMLElement} pad
   */
  constructor(diagram, inspector, pad) {
    this.diagram = diagram;
    this.inspector = inspector;
    this.pad = new Outlines();
    this.pad.resize(PAD_SIZE, PAD_SIZE);
    pad.append(this.pad.element);
    /** @type {Map<string, Outlines>} over the stages of the diagram, by name */
    this.stages = new Map();
    /** @type {WeakMap<HTMLElement, Outlines>} over the inspector's maps, by figure */
    this.maps = new WeakMap();
    /** @type {Place | null} */
    this.cell = null;
    /** @type {FieldAnswer | null} */
    this.field = null;
    this.isPinned = false;
    diagram.addEventListener("layout", () => this.draw());
  }

  /** Puts empty outlines over the stages of a new model. */
  rebuild() {
    this.stages = new Map(
      [...this.diagram.stages.values()].map((view) => {
        const outlines = new Outlines();
        outlines.element.setAttribute("class", `marks ${view.canvas.getAttribute("class")}`);
        view.button.append(outlines.element);
        return [view.stage.name, outlines];
      }),
    );
    this.show(null, null, false);
  }

  /**
   * @param {Place | null} cell
   * @param {FieldAnswer | null} field null until Python has answered
   * @param {boolean} isPinned
   */
  show(cell, field, isPinned) {
    this.cell = cell;
    this.field = field;
    this.isPinned = isPinned;
    this.draw();
  }

  draw() {
    for (const [name, outlines] of this.stages) {
      const view = this.diagram.stages.get(name);
      if (view) {
        outlines.resize(view.layout.width, view.layout.height);
        this.drawStage(outlines, name, view.layout);
      }
    }
    this.drawInspector();
    this.pad.draw("back", boxPath(this.field?.result.pad ?? null));
    if (this.field || !this.cell) {
      this.diagram.element.classList.toggle("veiled", this.cell !== null); // between two answers it stays as it is
    }
  }

  /**
   * @param {Outlines} outlines
   * @param {string} name of the stage
   * @param {Layout} layout
   */
  drawStage(outlines, name, layout) {
    const { cell, field } = this;
    outlines.draw("cell", cell?.stage === name ? cellPath(layout, cell) : "");
    for (const kind of /** @type {const} */ (["back", "forward"])) {
      const reach = this.reachIn(name, kind);
      outlines.draw(kind, field && reach ? reachPath(layout, reach, field.numbers) : "");
    }
    if (field && cell) {
      const back = this.reachIn(name, "back");
      outlines.draw("veil", veilPath(layout, cell.stage === name ? [cell.channel] : back ? back.channels : []));
    }
  }

  /**
   * The cells of a stage that are outlined. Where a cell contributes is shown of a pinned one, and one stage far: marks
   * on all later maps would hide them.
   * @param {string} name of the stage
   * @param {"back" | "forward"} kind
   */
  reachIn(name, kind) {
    const reach = this.field?.result[kind][name];
    return kind === "back" || (this.isPinned && reach?.direct) ? reach : undefined;
  }

  drawInspector() {
    const { view, maps } = this.inspector;
    if (!view) {
      return;
    }
    const layout = singleMapLayout(view.stage);
    maps.forEach(({ figure }, channel) => {
      const outlines = this.maps.get(figure) ?? this.addOutlines(figure);
      outlines.resize(layout.width, layout.height);
      this.drawMap(outlines, view.stage.name, layout, channel);
    });
  }

  /** @param {HTMLElement} figure of a map */
  addOutlines(figure) {
    const outlines = new Outlines();
    figure.firstElementChild?.append(outlines.element);
    this.maps.set(figure, outlines);
    return outlines;
  }

  /**
   * @param {Outlines} outlines
   * @param {string} name of the stage
   * @param {Layout} layout of one map
   * @param {number} channel
   */
  drawMap(outlines, name, layout, channel) {
    const { cell, field } = this;
    const isHere = cell?.stage === name && cell.channel === channel;
    outlines.draw("cell", isHere && cell ? cellPath(layout, { ...cell, channel: 0 }) : "");
    for (const kind of /** @type {const} */ (["back", "forward"])) {
      const reach = this.reachIn(name, kind);
      const isReached = reach && (reach.channels === null || reach.channels.includes(channel));
      outlines.draw(kind, field && isReached ? reachPath(layout, { ...reach, channels: [0] }, field.numbers) : "");
    }
  }
}

/**
 * The path of a rectangle, clamped to the pad.
 * @param {Field["pad"]} box
 */
function boxPath(box) {
  if (!box) {
    return "";
  }
  const [left, top, right, bottom] = [box.left, box.top, box.right, box.bottom].map((edge) =>
    Math.min(PAD_SIZE - 1, Math.max(1, edge)),
  );
  return `M${left} ${top}H${right}V${bottom}H${left}z`;
}

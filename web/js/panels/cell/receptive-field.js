/** Where a cell comes from and where it goes, drawn over the diagram, over the large maps and over the pad. */

import { PAD_SIZE } from "../../input/drawing.js";
import { cellPath, Outlines, reachPath } from "./outlines.js";
import { singleMap } from "./pointer.js";

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
    /** @type {Map<string, Outlines>} by stage */
    this.stages = new Map();
    /** @type {WeakMap<HTMLElement, Outlines>} by figure */
    this.large = new WeakMap();
    /** @type {Place | null} */
    this.place = null;
    /** @type {FieldAnswer | null} */
    this.field = null;
    diagram.narrow.addEventListener("change", () => this.draw());
  }

  /** Lay empty drawings over the stages of a new model. */
  rebuild() {
    this.stages = new Map(
      [...this.diagram.stages.values()].map((view) => {
        const marks = new Outlines();
        marks.element.setAttribute("class", `marks ${view.canvas.getAttribute("class")}`);
        view.button.append(marks.element);
        return [view.stage.name, marks];
      }),
    );
    this.show(null, null);
  }

  /**
   * @param {Place | null} place
   * @param {FieldAnswer | null} field null while it is not known
   */
  show(place, field) {
    this.place = place;
    this.field = field;
    this.draw();
  }

  draw() {
    for (const [name, marks] of this.stages) {
      const view = this.diagram.stages.get(name);
      if (view) {
        marks.resize(view.layout.width, view.layout.height);
        this.drawOn(marks, name, view.layout);
      }
    }
    this.drawLarge();
    this.pad.draw("back", boxPath(this.field?.result.pad ?? null));
  }

  /**
   * @param {Outlines} marks
   * @param {string} name of the stage
   * @param {Layout} layout
   */
  drawOn(marks, name, layout) {
    const { place, field } = this;
    marks.draw("cell", place?.stage === name ? cellPath(layout, place) : "");
    for (const kind of /** @type {const} */ (["back", "forward"])) {
      const reach = field?.result[kind][name];
      marks.draw(kind, field && reach ? reachPath(layout, reach, field.numbers) : "");
    }
  }

  /** The same over the maps that are shown large. */
  drawLarge() {
    const { view, maps } = this.inspector;
    if (!view) {
      return;
    }
    const layout = singleMap(view.stage);
    maps.forEach(({ figure }, channel) => {
      const marks = this.large.get(figure) ?? this.layOver(figure);
      marks.resize(layout.width, layout.height);
      this.drawMap(marks, view.stage.name, layout, channel);
    });
  }

  /** @param {HTMLElement} figure */
  layOver(figure) {
    const marks = new Outlines();
    figure.firstElementChild?.append(marks.element);
    this.large.set(figure, marks);
    return marks;
  }

  /**
   * @param {Outlines} marks
   * @param {string} name
   * @param {Layout} layout of one map
   * @param {number} channel
   */
  drawMap(marks, name, layout, channel) {
    const { place, field } = this;
    const isHere = place?.stage === name && place.channel === channel;
    marks.draw("cell", isHere && place ? cellPath(layout, { ...place, channel: 0 }) : "");
    for (const kind of /** @type {const} */ (["back", "forward"])) {
      const reach = field?.result[kind][name];
      const isReached = reach && (reach.channels === null || reach.channels.includes(channel));
      marks.draw(kind, field && isReached ? reachPath(layout, { ...reach, channels: [0] }, field.numbers) : "");
    }
  }
}

/**
 * A rectangle on the pad, as far as it lies on it.
 * @param {Field["pad"]} box
 */
function boxPath(box) {
  if (!box) {
    return "";
  }
  const [left, top, right, bottom] = [box.left, box.top, box.right, box.bottom].map((side) =>
    Math.min(PAD_SIZE - 1, Math.max(1, side)),
  );
  return `M${left} ${top}H${right}V${bottom}H${left}z`;
}

/**
 * The dock: explains the pinned cell in full, with the pin's button and the line of Python. While its place in the panel is
 * out of sight, it lies at the lower edge of the window, or where that would cover what it explains, beside that.
 */

import { mapBox } from "../../diagram/map-layout.js";
import { texts } from "../../i18n/language.js";
import { observeSight } from "../../lib/sight.js";
import { isOfProbabilities } from "../../protocol/stages.js";
import { button, byId, setText } from "../../ui/dom.js";
import { placeCard } from "./card-position.js";
import { CellView } from "./cell-view.js";
import { isSameCell } from "./cells.js";
import { PythonExpression } from "./python-expression.js";

/** @import { Diagram } from "../../diagram/diagram.js" */
/** @import { Texts } from "../../i18n/language.js" */
/** @import { Model } from "../../protocol/messages.js" */
/** @import { Shown } from "../../protocol/page-state.js" */
/** @import { Cell, Place } from "../../protocol/questions.js" */
/** @import { CellAnnouncements } from "./announcements.js" */
/** @import { CellSelection } from "./cell-selection.js" */

const IN_SIGHT = 0.7; // share of its place that is on the screen
const ENOUGH = 226; // CSS pixels at the lower edge, for three input maps
const GAP = 8;
const SHARES = Array.from({ length: 11 }, (_, tenths) => tenths / 10);

export class CellDock extends CellView {
  /**
   * @param {HTMLElement} element
   * @param {HTMLElement} place of the element in the page, which keeps its size
   * @param {Diagram} diagram that the dock leaves visible
   * @param {Texts["look"]} texts
   * @param {CellSelection} selection
   * @param {CellAnnouncements} announcements
   */
  constructor(element, place, diagram, texts, selection, announcements) {
    super(element, texts, { testid: "cell" });
    this.element = element;
    this.place = place;
    this.diagram = diagram;
    /** @type {Place | null} the cell that it explains */
    this.cell = null;
    this.isPinned = false;
    this.isInSight = true;
    this.pin = button("pin quiet", texts.pin, () => selection.togglePin(this.cell));
    this.pin.dataset.testid = "cell-pin";
    this.onMute = (/** @type {Place} */ _cell) => {};
    this.mute = button("pin mute-map quiet", "", () => this.cell && this.onMute(this.cell));
    this.mute.dataset.testid = "cell-mute";
    this.head.append(this.mute, this.pin);
    this.python = new PythonExpression(texts, announcements);
    this.parts.append(this.python.element);
    this.showMessage(texts.hint);
    observeSight(place, (entry) => this.seen(entry), { threshold: SHARES });
    addEventListener("resize", () => this.fit());
  }

  /**
   * @param {string} sentence
   * @param {string} [title] of the selected cell, if there is one
   */
  showMessage(sentence, title = "") {
    super.showMessage(sentence, title);
    this.pin.hidden = title === "";
    this.mute.hidden = true;
  }

  /**
   * @param {Cell} explanation
   * @param {string} title
   * @param {string} note
   * @param {Model} model
   * @param {Shown} shown
   */
  show(explanation, title, note, model, shown) {
    super.show(explanation, title, note, model, shown);
    const isOther = !isSameCell(this.cell, explanation.place);
    this.cell = explanation.place;
    this.pin.hidden = false;
    this.showMute(explanation, model);
    this.python.show(explanation);
    if (isOther) {
      this.fit();
    }
  }

  /**
   * A probability cannot be muted, and neither can a pixel.
   * @param {Cell} explanation
   * @param {Model} model
   */
  showMute({ place, steps }, model) {
    const { tryWithout } = texts;
    const stage = model.stages.find(({ name }) => name === place.stage);
    this.mute.hidden = !stage || stage.op === "input" || isOfProbabilities(stage, model);
    setText(this.mute, stage?.shape.length === 3 ? tryWithout.muteMap : tryWithout.muteNumber);
    this.mute.setAttribute("aria-pressed", String(steps[steps.length - 1].op === "mute"));
  }

  /** @param {boolean} isPinned */
  setPinned(isPinned) {
    setText(this.pin, isPinned ? this.texts.letGo : this.texts.pin);
    this.pin.setAttribute("aria-pressed", String(isPinned));
    if (isPinned !== this.isPinned) {
      this.isPinned = isPinned;
      this.fit();
    }
  }

  /** @param {IntersectionObserverEntry} entry of its place */
  seen({ intersectionRatio }) {
    this.isInSight = intersectionRatio >= IN_SIGHT;
    this.fit();
  }

  /** Docks the element, or puts it back. */
  fit() {
    const { element, explained } = this;
    const isDocked = this.isPinned && !this.isInSight;
    const free = innerHeight - Math.max(...explained.map(({ bottom }) => bottom)) - GAP;
    const isBeside = isDocked && free < ENOUGH;
    element.classList.toggle("docked", isDocked);
    element.classList.toggle("beside", isBeside);
    if (isBeside) {
      this.placeBeside(explained);
    } else if (isDocked) {
      element.style.setProperty("--room", `${Math.round(Math.min(this.room(), free))}px`);
    }
  }

  /** The maps of the cell's stage, and those that it is computed from. */
  get explained() {
    const view = this.diagram.stages.get(this.cell?.stage ?? "");
    return [view, ...(view?.stage.inputs ?? []).map((name) => this.diagram.stages.get(name))].flatMap((each) =>
      each?.canvas.isConnected ? [each.box] : [],
    );
  }

  /** @param {DOMRect[]} explained */
  placeBeside(explained) {
    const { element, cell } = this;
    const view = this.diagram.stages.get(cell?.stage ?? "");
    if (!cell || !view) {
      return;
    }
    const map = mapBox(explained[0], view.layout, cell.channel);
    const lit = ["pad", "answer"].map((id) => byId(id).getBoundingClientRect());
    element.style.setProperty("--top", "0px"); // so that it is as high as its content
    const size = { width: element.offsetWidth, height: element.offsetHeight };
    const viewport = { width: document.documentElement.clientWidth, height: innerHeight };
    const { left, top } = placeCard({ map, explained: [map, ...explained], lit }, size, viewport);
    element.style.setProperty("--left", `${left}px`);
    element.style.setProperty("--top", `${top}px`);
  }

  /** The height at the lower edge: what is free below the tabs or below the maps, but enough for an explanation. */
  room() {
    const belowTabs = innerHeight - this.place.getBoundingClientRect().top;
    const views = [...this.diagram.stages.values()];
    const belowMaps = innerHeight - Math.max(...views.map(({ box }) => box.bottom));
    return Math.max(belowTabs >= ENOUGH ? belowTabs : belowMaps, ENOUGH);
  }
}

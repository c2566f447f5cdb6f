/**
 * The card beside a cell that the pointer or the arrow keys have reached: the same explanation as in the panel, in short.
 * It stays where it is while the pointer moves within a map, so that only its numbers change.
 */

import { mapBox } from "../../diagram/map-layout.js";
import { byId, make } from "../../ui/dom.js";
import { placeCard } from "./card-position.js";
import { CellView } from "./cell-view.js";

/** @import { Field, Place } from "../../protocol/questions.js" */
/** @import { PanelContext } from "../panel-context.js" */
/** @import { Size, Surroundings } from "./card-position.js" */

const TERMS = { convolution: 2, weightedSum: 6 }; // that are shown; the dock has all of them

export class CellCard {
  /** @param {PanelContext} context */
  constructor({ view, pad, texts }) {
    const { diagram, inspector } = view;
    this.diagram = diagram;
    this.inspector = inspector;
    this.others = [pad.element, byId("answer"), byId("tour")]; // the tour's box is empty unless it is running
    this.element = make("aside", "cell-card");
    this.element.dataset.testid = "cell-card";
    this.element.inert = true; // the pointer goes through it; what it says is announced, and once pinned it is in the dock
    this.element.hidden = true;
    this.view = new CellView(this.element, texts.look, { testid: "card", terms: TERMS });
    document.body.append(this.element);
    /** @type {Size} its last one */
    this.size = { width: 0, height: 0 };
    /** @type {{ cell: Place, field: Field | null } | null} what it is placed beside */
    this.subject = null;
    this.isPlaced = false; // beside the subject
    this.frame = 0;
    new ResizeObserver(([{ borderBoxSize }]) => this.resized(borderBoxSize[0])).observe(this.element);
    const follow = () => this.subject && this.placeInNextFrame();
    addEventListener("scroll", follow, { capture: true, passive: true });
    addEventListener("resize", follow);
    diagram.element.addEventListener("transitionend", follow); // a stage has grown or shrunk
    diagram.addEventListener("layout", follow);
    diagram.addEventListener("move", follow);
  }

  /** Whether there is room for cards: on a phone the explanation is in a sheet. */
  get fits() {
    return !this.diagram.narrow.matches;
  }

  hide() {
    this.subject = null;
    this.element.hidden = true;
  }

  /**
   * Put the card beside a cell, and show it. Call this before anything else changes, so that the boxes of the elements
   * are still known to the browser.
   * @param {Place} cell
   * @param {Field | null} field null until Python has answered
   */
  open(cell, field) {
    const before = this.subject;
    const isBeside = before?.cell.stage === cell.stage && before.cell.channel === cell.channel;
    this.subject = { cell, field: field ?? (isBeside ? before.field : null) };
    this.isPlaced &&= isBeside && (before.field !== null || field === null);
    if (!this.isPlaced && this.size.height > 0) {
      this.place();
    }
    this.element.hidden = false;
  }

  /** @param {ResizeObserverSize} size */
  resized({ inlineSize, blockSize }) {
    if (blockSize > 0 && (blockSize !== this.size.height || inlineSize !== this.size.width)) {
      this.size = { width: inlineSize, height: blockSize };
      this.place();
    }
  }

  placeInNextFrame() {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.place());
  }

  place() {
    const around = this.subject && this.surroundings(this.subject.cell, this.subject.field);
    if (around) {
      const viewport = { width: document.documentElement.clientWidth, height: innerHeight };
      const { left, top } = placeCard(around, this.size, viewport);
      this.element.style.transform = `translate(${left}px, ${top}px)`;
      this.isPlaced = true;
    }
  }

  /**
   * @param {Place} cell
   * @param {Field | null} field
   * @returns {Surroundings | null} null if the cell is not on the page
   */
  surroundings(cell, field) {
    const stage = this.diagram.stages.get(cell.stage);
    if (!stage?.canvas.isConnected) {
      return null; // folded away
    }
    const own = stage.box;
    const back = Object.entries(field?.back ?? {}).filter(([name]) => name !== cell.stage);
    const boxes = back.flatMap(([name, { direct }]) => {
      const canvas = this.diagram.stages.get(name)?.canvas;
      return canvas?.isConnected ? [{ box: canvas.getBoundingClientRect(), direct }] : [];
    });
    const enlarged = mapBox(stage.canvas.getBoundingClientRect(), stage.layout, cell.channel);
    return {
      map: mapBox(own, stage.layout, cell.channel),
      explained: [own, enlarged, ...boxes.filter(({ direct }) => direct).map(({ box }) => box)],
      lit: [
        ...boxes.filter(({ direct }) => !direct).map(({ box }) => box),
        ...this.others.map((element) => element.getBoundingClientRect()),
      ],
    };
  }
}

/**
 * Explains a cell: outlines the selected cell with its receptive field, dims the rest of the network, and shows how its
 * value is computed. The explanation follows the drawing. Every number comes from Python.
 */

import { makeSheet } from "../../ui/bottom-sheet.js";
import { byId } from "../../ui/dom.js";
import { CellAnnouncements } from "./announcements.js";
import { CellAnswers } from "./cell-answers.js";
import { CellCard } from "./cell-card.js";
import { CellDock } from "./cell-dock.js";
import { paintCell } from "./cell-picture.js";
import { CellSelection } from "./cell-selection.js";
import { containsCell, isSameCell, titleOf } from "./cells.js";
import { defaultCell } from "./default-cell.js";
import { Explainer } from "./explainer.js";
import { MapEvents } from "./map-events.js";
import { ReceptiveFieldOutlines } from "./receptive-field.js";
import { StageList } from "./stage-list.js";
import { StageZoom } from "./stage-zoom.js";
import { ViewSwitch } from "./view-switch.js";
import { WeightChanges } from "./weight-changes.js";

/** @import { Model } from "../../protocol/messages.js" */
/** @import { Place } from "../../protocol/questions.js" */
/** @import { SmallPicture } from "../../ui/small-picture.js" */
/** @import { Panel } from "../../view/panel.js" */
/** @import { PanelContext } from "../panel-context.js" */
/** @import { Tab } from "../tabs.js" */

/** @implements {Panel} @implements {Tab} */
export class CellPanel {
  /**
   * @param {PanelContext} context
   */
  constructor(context) {
    const { pad, texts, view } = context;
    const { diagram, inspector } = view;
    this.name = /** @type {const} */ ("cell");
    this.element = inspector.parts.section;
    this.context = context;
    this.stages = ""; // those of the model, as JSON
    /** @type {Place | null} the pinned cell, as the view was told */
    this.toldPin = null;
    this.onChange = () => {}; // called when another cell may be selected
    this.onEdit = (/** @type {string} */ _op) => {}; // called to change the code of an operator
    this.onMute = (/** @type {Place} */ _cell) => {}; // called to mute the map of a cell, or to let it be heard again
    this.announcements = new CellAnnouncements(context, byId("look-live"));
    this.selection = new CellSelection(this, this.announcements);
    this.weights = new WeightChanges(context);
    this.views = new ViewSwitch(byId("stage-views"), inspector, context, this.selection, this.weights);
    this.outlines = new ReceptiveFieldOutlines(diagram, inspector, pad.element);
    const dock = new CellDock(byId("cell"), this.element, diagram, texts.look, this.selection, this.announcements);
    dock.python.onEdit = (op) => this.onEdit(op);
    dock.onMute = (cell) => this.onMute(cell);
    const card = new CellCard(context);
    this.list = new StageList(context);
    inspector.parts.text.after(this.list.element);
    const answers = new CellAnswers(context);
    this.explainer = new Explainer(context, this.selection, answers, this.outlines, dock, card, this.views);
    new MapEvents(diagram, inspector, this.selection, answers).listen(pad.element);
    new StageZoom(diagram, this.selection).listen();
    makeSheet(this.element, byId("inspector-grip"), () => view.toggleStage(view.openStage));
  }

  /** @param {Model} model */
  showModel(model) {
    const stages = JSON.stringify(model.stages);
    if (stages !== this.stages) {
      this.stages = stages;
      this.selection.stagesReplaced();
      this.outlines.rebuild();
      this.list.render();
      this.stageChanged();
    }
    this.refresh();
  }

  /** Another stage is open in the inspector, or none. */
  stageChanged() {
    const name = this.context.view.openStage;
    if (!name) {
      this.selection.clear();
    }
    this.views.showStage(name);
    this.refresh();
  }

  /**
   * Pin a cell and lead to it in the diagram; what is open below the diagram stays open.
   * @param {Place} cell
   */
  pinInDiagram(cell) {
    const { diagram } = this.context.view;
    diagram.reveal(cell.stage);
    this.setState({ pin: cell });
    diagram.stages.get(cell.stage)?.button.focus();
    this.announcements.announceCell(cell, this.context.texts.look.pinned);
  }

  /** @param {string} name */
  openStage(name) {
    if (this.context.view.openStage !== name) {
      this.context.view.toggleStage(name);
    }
  }

  localise() {
    this.announcements.localise();
    this.list.render();
    this.views.localise();
    this.refresh();
  }

  paint() {
    this.refresh();
    this.views.paint();
  }

  /** Explains the selected cell anew: the selection, the reading or the language has changed. */
  refresh() {
    this.explainer.explain();
    this.onChange();
    this.tellPin();
  }

  /** Tell the view that another cell is pinned, or none any more. */
  tellPin() {
    const { pinned } = this.selection;
    if (!isSameCell(pinned, this.toldPin)) {
      this.toldPin = pinned;
      this.context.view.dispatchEvent(new CustomEvent("pinchange", { detail: pinned }));
    }
  }

  /** The name of the selected cell; null if none is selected. */
  titleOfSelected() {
    const { texts, view } = this.context;
    return view.model && this.selection.cell ? titleOf(texts.look, view.model, this.selection.cell) : null;
  }

  /** @param {SmallPicture} picture */
  async paintPicture(picture) {
    const { reader, view } = this.context;
    const { model, reading } = view;
    const cell = defaultCell(view);
    const answer = cell && (await reader.ask("cell", cell, "picture"));
    if (answer && model && reading) {
      paintCell(picture, answer.result, model, reading);
    }
  }

  escape() {
    return this.selection.escape();
  }

  getState() {
    return { pin: this.selection.pinned };
  }

  /** @param {Record<string, unknown>} state */
  setState({ pin }) {
    const cell = /** @type {Place | null | undefined} */ (pin);
    const stage = this.context.view.model?.stages.find(({ name }) => name === cell?.stage);
    this.selection.hovered = null;
    this.selection.pinned = cell && stage && containsCell(stage, cell) ? cell : null;
    this.refresh();
  }
}

/**
 * The panels: everything that looks into the network. This file knows them all; they do not know each other. It is loaded
 * once the first reading is shown, so that it does not delay Python.
 */

import { panelWords } from "../i18n/en/panels.js";
import { addTexts, texts } from "../i18n/language.js";
import { SideReader } from "../python/side-reader.js";
import { byId } from "../ui/dom.js";
import { Article } from "./article/article.js";
import { Caution } from "./caution/caution.js";
import { CellAccess } from "./cell/cell-access.js";
import { CellPanel } from "./cell/cell-panel.js";
import { CodeTab } from "./code/code-tab.js";
import { ColourSettings } from "./colours/colour-settings.js";
import { ComparePanel } from "./compare/compare-panel.js";
import { DepthPanel } from "./depth/depth-panel.js";
import { EvaluatePanel } from "./evaluate/evaluate-panel.js";
import { EvidencePanel } from "./evidence/evidence-panel.js";
import { InterventionsOpener } from "./interventions/interventions-opener.js";
import { LectureOpener } from "./lecture/lecture-opener.js";
import { PreprocessingPanel } from "./preprocessing/preprocessing-panel.js";
import { PrintSheet } from "./print/print-sheet.js";
import { SimpleView } from "./simple/simple-view.js";
import { StageBar } from "./stage-bar/stage-bar.js";
import { StageText } from "./stage-text/stage-text.js";
import { Tabs } from "./tabs.js";
import { TimelinePanel } from "./timeline/timeline-panel.js";
import { Tour } from "./tour/tour.js";
import { TrainTab } from "./train/train-tab.js";

/** @import { PanelContext } from "./panel-context.js" */

export class Panels {
  /** @param {Omit<PanelContext, "side" | "tabs" | "texts">} page */
  constructor({ pad, samples, python, view, reader, models, weights, api, status }) {
    addTexts("panels", panelWords); // at once: other languages have them already
    const tabs = new Tabs(byId("section-tabs"), byId("sections"), view);
    const side = new SideReader(python);
    /** @type {PanelContext} */
    const context = { texts, pad, samples, python, view, reader, models, weights, api, side, status, tabs };
    const cell = new CellPanel(context);
    const colours = new ColourSettings(context);
    const evidence = new EvidencePanel(context);
    const preprocessing = new PreprocessingPanel(context);
    const timeline = new TimelinePanel(context);
    const compare = new ComparePanel(context);
    const evaluate = new EvaluatePanel(context);
    this.code = new CodeTab(context, (place) => cell.pinInDiagram(place));
    this.train = new TrainTab(context, (other) => compare.open(other));
    const simple = new SimpleView(context);
    const stages = new StageBar(context);
    const depth = new DepthPanel(context, { other: simple.element, bar: stages.element });
    const stageText = new StageText(context);
    const interventions = new InterventionsOpener(context);
    const article = new Article(context);
    const lecture = new LectureOpener(context, { stageText, colours, cells: new CellAccess(context) });
    const caution = new Caution(context);
    const print = new PrintSheet(context);
    this.tour = new Tour(context, stageText, cell);
    const others = [evidence, preprocessing, timeline, compare, evaluate, this.code, this.train];
    cell.onEdit = (op) => this.code.openAt(op);
    cell.onMute = ({ stage, channel }) => interventions.toggleMuted(stage, channel);
    cell.weights.onCompare = () => compare.showOriginal();
    tabs.add(cell, ...others);
    view.add(cell, colours, simple, depth, stages, tabs, ...others);
    view.add(cell.weights, interventions, stageText, this.tour, article, lecture, print, caution);
  }
}

/**
 * The panels: all that looks into the network. Like main.js, this file knows them all; they do not know each other. It is
 * loaded when the first reading is on the screen, so that nobody waits for Python any longer because of them.
 */

import { Look } from "./cell/cell-panel.js";
import { Scales } from "./colours/colour-settings.js";
import { Compare } from "./compare/compare-panel.js";
import { EvidenceSection } from "./evidence/evidence-panel.js";
import { InkSteps } from "./preprocessing/preprocessing-panel.js";
import { StageWords } from "./stage-text/stage-text.js";
import { Sections } from "./tabs.js";
import { Time } from "./timeline/timeline-panel.js";
import { partsOf } from "./tour/elements.js";
import { Tour } from "./tour/tour.js";

/** @import { Screen } from "../view/view-state.js" */
/** @import { Inspector } from "../diagram/inspector.js" */
/** @import { Site } from "./compare/second-model-picker.js" */
/** @import { Lent, Panel } from "../view/panel.js" */

/**
 * What main.js has for them.
 * @typedef {object} Page
 * @property {<T extends HTMLElement = HTMLElement>(id: string) => T} part
 * @property {Omit<Lent, "colours" | "isOpen" | "openSection">} lent
 * @property {Screen} screen
 * @property {Inspector} inspector
 * @property {Site} site
 * @property {(digit: number) => void} drawSample
 */

export class Panels {
  /** @param {Page} page */
  constructor({ part, lent: ofPage, screen, inspector, site, drawSample }) {
    /** @type {Lent} */
    const lent = {
      ...ofPage,
      colours: () => this.scales.given,
      isOpen: (section) => this.sections?.open === section,
      openSection: (section) => this.sections.choose(section),
    };
    const openStage = () => screen.openStage;
    this.look = new Look(
      lent,
      inspector,
      {
        cell: part("cell"),
        live: part("look-live"),
        views: part("stage-views"),
        grip: part("inspector-grip"),
        elsewhere: [part("pad"), part("bars")],
      },
      { openStage, toggleStage: (name) => screen.toggleStage(name) },
    );
    const below = [
      new EvidenceSection(lent),
      new InkSteps(lent),
      new Time(lent, { slider: part("time"), play: part("time-play"), text: part("time-text") }),
      new Compare(lent, site),
    ];
    /** @type {Sections} */
    this.sections = new Sections({ tabs: part("section-tabs"), body: part("sections") }, lent.texts, [
      { name: "cell", element: part("inspector") },
      ...below,
    ]);
    /** @type {Scales} */
    this.scales = new Scales(lent, part("scales"), { inspector, repaint: () => screen.frames.ask() });
    this.stageWords = new StageWords(lent, part("inspector-text"), openStage);
    this.tour = new Tour(lent, partsOf(part), {
      onDrawing: (stage) => this.stageWords.onDrawing(stage),
      drawSample,
    });
    this.stageWords.onChange = () => this.tour.say();
    /** @type {Panel[]} */
    this.all = [this.look, this.scales, this.sections, ...below, this.stageWords, this.tour];
  }

  /** A stage was opened or closed. */
  stageChanged() {
    this.look.stageChanged();
    this.stageWords.sayOpen();
  }
}

/**
 * The panels: all that looks into the network. Like main.js, this file knows them all; they do not know each other. It is
 * loaded when the first reading is on the screen, so that nobody waits for Python any longer because of them.
 */

import { Compare } from "./compare/compare.js";
import { EvidenceSection } from "./evidence/evidence.js";
import { Look } from "./look/look.js";
import { Scales } from "./scales/scales.js";
import { Sections } from "./sections.js";
import { StageWords } from "./sentences/stage-words.js";
import { InkSteps } from "./steps/steps.js";
import { Time } from "./time/time.js";
import { partsOf } from "./tour/parts.js";
import { Tour } from "./tour/tour.js";

/** @typedef {import("./panel.js").Lent} Lent */

/**
 * What main.js has for them.
 * @typedef {object} Page
 * @property {<T extends HTMLElement = HTMLElement>(id: string) => T} part
 * @property {Omit<Lent, "colours" | "isOpen" | "openSection">} lent
 * @property {import("./screen.js").Screen} screen
 * @property {import("./network/inspector.js").Inspector} inspector
 * @property {import("./compare/choice.js").Site} site
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
    /** @type {import("./panel.js").Panel[]} */
    this.all = [this.look, this.scales, this.sections, ...below, this.stageWords, this.tour];
  }

  /** A stage was opened or closed. */
  stageChanged() {
    this.look.stageChanged();
    this.stageWords.sayOpen();
  }
}

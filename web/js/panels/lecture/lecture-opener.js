/** Opens lecture mode, with the button in the header or the key F. Its code is loaded then. */

import { sentenceOf } from "../../i18n/error-text.js";
import { localise } from "../../i18n/language.js";
import { readSetting, storeSetting } from "../../lib/storage.js";
import { byId } from "../../ui/dom.js";
import { enterFullScreen, leaveFullScreen } from "./full-screen.js";

/** @import { Model, Stage } from "../../protocol/messages.js" */
/** @import { Place, Questions } from "../../protocol/questions.js" */
/** @import { Shown } from "../../protocol/page-state.js" */
/** @import { Panel } from "../../view/panel.js" */
/** @import { PanelContext } from "../panel-context.js" */
/** @import { Lecture } from "./lecture.js" */

/** @typedef {{ value: HTMLElement }} ExplainedCell a view with the arithmetic of a cell */

/**
 * What a lecture needs to show cells.
 * @typedef {object} Cells
 * @property {(element: HTMLElement) => any} makeView an `ExplainedCell` in the element
 * @property {(view: any, place: Place, asker: string) => Promise<boolean>} explain whether the view shows that cell
 * @property {(place: Place) => string} titleOf
 * @property {(stage: Stage, place: Place | null, key: string) => Place | null} neighbour
 */

/**
 * What a lecture takes from other panels.
 * @typedef {object} Sources
 * @property {EventTarget & { textOf: (stage: string) => string }} stageText dispatches `change`
 * @property {{ lend: (colours: Partial<Questions["colours"]["args"]>) => Promise<void> }} colours
 * @property {Cells} cells
 */

const KEY = "f";
const SETTING = "glasscnn-lecture-key";
const OFF = "off";
const TYPING = "input:not([type=checkbox], [type=radio], [type=range]), select, textarea, dialog";

/** @implements {Panel} */
export class LectureOpener {
  /**
   * @param {PanelContext} context
   * @param {Sources} sources
   */
  constructor(context, sources) {
    this.context = context;
    this.sources = sources;
    /** @type {Lecture | null} the one that is held */
    this.lecture = null;
    this.isOpening = false;
    this.button = localise(byId("lecture-open"), { text: "lecture.open", title: "lecture.title" });
    this.button.hidden = false;
    this.button.addEventListener("click", () => this.open());
    /** Whether the key opens it: who dictates to the computer needs to switch single keys off (WCAG 2.1.4). */
    this.key = /** @type {HTMLInputElement} */ (byId("lecture-key"));
    this.key.checked = readSetting(SETTING) !== OFF;
    this.key.addEventListener("change", () => storeSetting(SETTING, this.key.checked ? "on" : OFF));
    document.addEventListener("keydown", (event) => this.press(event));
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const { key, target, altKey, ctrlKey, metaKey, repeat } = event;
    const isFree = target instanceof Element && !target.closest(TYPING);
    if (key.toLowerCase() === KEY && this.key.checked && isFree && !(altKey || ctrlKey || metaKey || repeat)) {
      event.preventDefault();
      this.open();
    }
  }

  async open() {
    const { context, sources } = this;
    if (this.isOpening || this.lecture || !context.view.model) {
      return;
    }
    this.isOpening = true;
    const focused = /** @type {HTMLElement | null} */ (document.activeElement);
    try {
      const [isFull, { Lecture }] = await Promise.all([enterFullScreen(), import("./lecture.js")]);
      this.lecture = new Lecture(context, sources, () => {
        this.lecture = null;
        focused?.focus({ preventScroll: true });
        return isFull && leaveFullScreen();
      });
      this.lecture.begin(isFull);
    } catch (error) {
      leaveFullScreen();
      context.status.showError(() => context.texts.errors.build(sentenceOf(error)));
    } finally {
      this.isOpening = false;
    }
  }

  /**
   * @param {Shown} reading
   * @param {Model} model
   */
  paint(reading, model) {
    this.lecture?.paint(reading, model);
  }

  /** @param {Model} model */
  showModel(model) {
    this.lecture?.showModel(model);
  }

  localise() {
    this.lecture?.localise();
  }
}

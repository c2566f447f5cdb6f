/**
 * "This may be no digit": softmax must choose a class, so beside the answer the page says where the drawing is unlike
 * anything that the network was trained on. Only once the pen has been up for a while: a digit that is half drawn is none.
 */

import { RestTimer } from "../../lib/rest-timer.js";
import { byId, make, setText } from "../../ui/dom.js";

/** @import { Panel } from "../../view/panel.js" */
/** @import { PanelContext } from "../panel-context.js" */

const PEN_UP = 500; // milliseconds

/** @implements {Panel} */
export class Caution {
  /** @param {PanelContext} context */
  constructor(context) {
    this.context = context;
    const { pad } = context;
    this.checked = -1; // serial number of the reading that was checked last
    this.isDown = false;
    this.rest = new RestTimer(
      PEN_UP,
      () => this.isDown,
      () => this.check(),
    );
    this.words = make("span", "caution-words");
    this.reason = make("span", "caution-reason");
    this.element = make("span", "caution", this.words, " ", this.reason);
    this.element.dataset.testid = "caution";
    this.element.setAttribute("role", "status");
    this.isShown = false;
    const sure = byId("sure");
    const beside = make("span", "answer-words");
    sure.before(beside);
    beside.append(sure, this.element);
    pad.element.addEventListener("pointerdown", () => {
      this.isDown = true;
    });
    addEventListener("pointerup", () => this.lifted());
    addEventListener("pointercancel", () => this.lifted());
  }

  /** The pen may have been lifted: that is when its rest begins. */
  lifted() {
    this.isDown = false;
    if (!this.rest.isResting) {
      this.rest.restart();
    }
  }

  inkChanged() {
    this.show(false);
    this.rest.restart();
  }

  showModel() {
    this.show(false);
    this.checked = -1;
    this.rest.restart();
  }

  /** A reading that comes after the pen has been up long enough. */
  paint() {
    if (this.rest.isResting) {
      this.check();
    }
  }

  localise() {
    this.show(this.isShown);
  }

  /** Asks whether the newest reading is of something familiar. */
  async check() {
    const { pad, reader, view } = this.context;
    const { reading } = view;
    if (pad.isEmpty || !reading?.values || reading.serial === this.checked) {
      return;
    }
    this.checked = reading.serial;
    const answer = await reader.ask("familiarity", {}).catch(() => null); // the answer itself is not in doubt then
    if (answer && this.rest.isResting) {
      this.show(answer.result !== null && Number(answer.result.score) < 0);
    }
  }

  /** @param {boolean} isShown */
  show(isShown) {
    this.isShown = isShown;
    const { caution } = this.context.texts;
    setText(this.words, isShown ? caution.mayBeNone : "");
    setText(this.reason, isShown ? caution.mustChoose(this.context.view.model?.classes.length ?? 0) : "");
  }
}

/**
 * The first seconds: the example draws itself on the pad, its reading runs through the network from left to right, then
 * the pad invites the visitor. Only what is on the screen moves: the example is complete and read from the start. With
 * reduced motion nothing moves, and the first touch of the pad ends it.
 */

import { localise } from "../i18n/language.js";
import { firstPoints } from "../input/drawing.js";
import { make } from "../ui/dom.js";

/** @import { Pad } from "../input/pad.js" */
/** @import { Stroke } from "../protocol/page-state.js" */
/** @import { Panel } from "../view/panel.js" */
/** @import { View } from "../view/view.js" */

const LONGEST_FRAME = 40; // milliseconds; while the page starts some frames are late, and the strokes must not jump
const GLOW = 600; // milliseconds from the image to the probabilities
const GLOW_OF_ONE = 260; // of one column
const LIT = [{ filter: "none" }, { filter: "brightness(1.8)" }, { filter: "none" }];

/** @implements {Panel} */
export class Opening {
  /**
   * @param {Pad} pad
   * @param {View} view
   */
  constructor(pad, view) {
    this.pad = pad;
    this.view = view;
    this.frame = 0;
    this.invitation = localise(make("p", "pad-invitation"), { text: "pad.turn" });
    this.invitation.dataset.testid = "pad-invitation";
    this.invitation.hidden = true;
    pad.element.append(this.invitation);
    for (const type of ["pointerdown", "keydown"]) {
      pad.element.addEventListener(type, () => this.end(), { capture: true });
    }
  }

  /** Whether the pad still shows the example, and somebody can draw on it. */
  get isWanted() {
    return this.pad.isExample && !this.pad.isEmpty && document.documentElement.dataset.readonly === undefined;
  }

  get isStill() {
    return matchMedia("(prefers-reduced-motion: reduce)").matches;
  }

  /**
   * Draw the example, which is on the pad, in the time that it took.
   * @param {Stroke[]} strokes
   */
  draw(strokes) {
    if (this.isStill || !this.isWanted) {
      this.finish();
      return;
    }
    const times = strokes.flat().map(([, , time]) => time);
    let [elapsed, last] = [0, performance.now()];
    const step = () => {
      const now = performance.now();
      elapsed += Math.min(now - last, LONGEST_FRAME);
      last = now;
      const points = times.filter((time) => time <= elapsed).length;
      if (!this.isWanted || points === times.length) {
        this.finish();
        return;
      }
      this.pad.brush.repaint(firstPoints(strokes, points));
      this.frame = requestAnimationFrame(step);
    };
    step();
  }

  /** The example is drawn: let its reading run through the network, and invite. */
  finish() {
    this.frame = 0;
    if (this.isWanted) {
      this.pad.repaint();
      this.invitation.hidden = false;
      if (this.view.reading) {
        this.glow();
      } else {
        this.view.addEventListener("reading", () => this.glow(), { once: true });
      }
    }
  }

  glow() {
    if (this.isStill || !this.isWanted) {
      return;
    }
    const columns = [...this.view.diagram.element.querySelectorAll(":scope > .column")];
    const step = (GLOW - GLOW_OF_ONE) / Math.max(columns.length - 1, 1);
    columns.forEach((column, number) => {
      column.animate(LIT, { duration: GLOW_OF_ONE, delay: number * step });
    });
  }

  /** Somebody begins: show the whole example, if it is still there, and stop inviting. */
  end() {
    if (this.frame) {
      cancelAnimationFrame(this.frame);
      this.frame = 0;
      this.pad.repaint();
    }
    this.invitation.hidden = true;
  }

  inkChanged() {
    if (!this.isWanted) {
      this.end();
    }
  }
}

/** The probabilities of all classes over the time of a drawing, read from its beginnings by a model of its own. */

import { firstPoints } from "../../input/drawing.js";
import { indexOfLargest } from "../../lib/argsort.js";
import { probabilitiesOf } from "../../protocol/stages.js";
import { SideModel } from "../../python/side-model.js";

/** @import { Stroke } from "../../protocol/page-state.js" */
/** @import { PanelContext } from "../../view/panel.js" */
/** @import { Recording } from "./recording.js" */

/** @typedef {{ time: number, points: number, probabilities: number[] }} Moment */

const MOMENTS = 60;

export class ProbabilityCurves {
  /** @param {PanelContext} context */
  constructor(context) {
    this.context = context;
    this.model = new SideModel(context.python, "timeline");
    this.turn = 0;
  }

  /** Nobody wants what is being read any more. */
  stop() {
    this.turn += 1;
  }

  /**
   * Read the drawing's beginnings one after the other, between all that the page asks for itself.
   * @param {Stroke[]} strokes
   * @param {Recording} recording
   * @returns {Promise<Moment[] | null>} null if it was stopped, or Python is not up
   */
  async read(strokes, recording) {
    this.turn += 1;
    const { turn } = this;
    const source = this.context.modelSource();
    const model = source && (await this.model.ready(source));
    const python = this.context.python();
    if (!model || !python) {
      return null;
    }
    /** @type {Moment[]} */
    const moments = [];
    for (const { time, points } of recording.moments(MOMENTS)) {
      if (turn !== this.turn) {
        return null;
      }
      const reading = await python.readInk(() => this.context.ink(firstPoints(strokes, points)), "timeline");
      if (!reading) {
        return null;
      }
      moments.push({ time, points, probabilities: probabilitiesOf(reading, model) });
    }
    return turn === this.turn ? moments : null;
  }
}

/**
 * What was read when: one entry for each change of the most probable class.
 * @param {Moment[]} moments
 * @returns {{ time: number, best: number }[]}
 */
export function storyOf(moments) {
  /** @type {{ time: number, best: number }[]} */
  const story = [];
  for (const { time, probabilities } of moments) {
    const best = indexOfLargest(probabilities);
    if (best !== story.at(-1)?.best) {
      story.push({ time, best });
    }
  }
  return story;
}

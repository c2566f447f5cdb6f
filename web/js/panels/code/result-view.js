/** What the person's code makes of the drawing: what the network reads with it, and each stage that it computes. */

import { texts } from "../../i18n/language.js";
import { make, setText } from "../../ui/dom.js";
import { StageResult } from "./stage-result.js";

/** @import { Model } from "../../protocol/messages.js" */
/** @import { Place } from "../../protocol/questions.js" */
/** @import { OwnStage, SandboxResults } from "../../protocol/sandbox-messages.js" */

/**
 * A reading with the person's code.
 * @typedef {object} OwnResult
 * @property {SandboxResults["read"]} reading
 * @property {Uint8ClampedArray<ArrayBuffer>} pictures
 * @property {string} op
 * @property {Model} model that reads
 * @property {number | null} engineTime milliseconds of a reading with the engine, if they are known
 */

export class ResultView {
  /** @param {(cell: Place) => void} onPin called to pin a cell in the diagram */
  constructor(onPin) {
    this.onPin = onPin;
    /** @type {OwnResult | null} */
    this.result = null;
    this.sentence = make("p", "own-reads");
    this.sentence.dataset.testid = "own-reads";
    this.speed = make("p", "own-speed");
    this.speed.dataset.testid = "own-speed";
    this.old = make("p", "own-old");
    this.unused = make("p");
    this.stages = make("div", "own-stages");
    /** @type {Map<string, StageResult>} by the names of the stages */
    this.shown = new Map();
    this.element = make("div", "own-result", this.sentence, this.speed, this.old, this.unused, this.stages);
    this.element.dataset.testid = "own-result";
    this.clear();
  }

  clear() {
    this.result = null;
    this.setOld(false);
    this.render();
  }

  /** @param {OwnResult} result */
  show(result) {
    this.result = result;
    this.setOld(false);
    this.render();
  }

  /** @param {boolean} isOld whether the drawing or the text has changed since */
  setOld(isOld) {
    this.element.classList.toggle("old", isOld && this.result !== null);
    this.old.hidden = !isOld || this.result === null;
  }

  render() {
    const { code } = texts;
    setText(this.old, code.old);
    if (!this.result) {
      setText(this.sentence, code.nothing);
      setText(this.speed, "");
      setText(this.unused, "");
      this.stages.replaceChildren();
      this.shown = new Map();
      return;
    }
    const { result } = this;
    const { reading, op, model, engineTime } = result;
    const { label, probability, milliseconds, stages } = reading;
    const isRead = label !== null && probability !== null;
    setText(this.sentence, isRead ? code.reads(model.classes[label], probability) : code.readsNone);
    setText(this.speed, milliseconds && engineTime ? code.speed(op, milliseconds, engineTime) : "");
    this.renderStages(stages, result);
  }

  /**
   * Elements stay as long as the stages are the same, so that the focus is not lost with every reading.
   * @param {OwnStage[]} stages
   * @param {OwnResult} result
   */
  renderStages(stages, { pictures, model, op }) {
    const names = stages.map(({ name }) => name);
    if (names.join() !== [...this.shown.keys()].join()) {
      this.shown = new Map(names.map((name) => [name, new StageResult(name, this.onPin)]));
      this.stages.replaceChildren(...[...this.shown.values()].map(({ element }) => element));
    }
    for (const own of stages) {
      const stage = model.stages.find(({ name }) => name === own.name);
      if (stage) {
        this.shown.get(own.name)?.show(own, stage, pictures);
      }
    }
    setText(this.unused, names.length > 0 ? "" : texts.code.unused(op, model.title));
  }
}

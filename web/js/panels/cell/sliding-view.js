/**
 * The sliding window: what a stage reads on the left, with the window on every map that it sees; on the right one of the
 * stage's maps, which fills as the window moves. Where motion is not wanted, one steps.
 */

import { corner, layOut } from "../../diagram/map-layout.js";
import { localise } from "../../i18n/language.js";
import { button, make, setText } from "../../ui/dom.js";
import { indexOf, sizeOf } from "./cells.js";
import { cellPath, Outlines, reachPath } from "./outlines.js";
import { singleMap } from "./pointer.js";
import { SPEEDS, Stepper } from "./stepper.js";

/** @import { StageView } from "../../diagram/stage.js" */
/** @import { Stage } from "../../protocol/messages.js" */
/** @import { Answer, Cell, Place, Reach } from "../../protocol/questions.js" */
/** @import { PanelContext } from "../../view/panel.js" */
/** @import { Speed } from "./stepper.js" */

/** @typedef {Answer<"field">} FieldAnswer */

export class SlidingView {
  /**
   * @param {PanelContext["texts"]["look"]["slide"]} words
   * @param {PanelContext} context
   * @param {{ place: () => Place | null, go: (place: Place) => void }} pin
   */
  constructor(words, context, pin) {
    this.words = words;
    this.context = context;
    this.pin = pin;
    /** @type {Stage | null} */
    this.stage = null;
    this.channel = 0;
    /** @type {FieldAnswer | null} */
    this.field = null;
    this.input = new Picture("input");
    this.output = new Picture("output");
    this.none = localise(make("p", "cell-note"), { text: "look.slide.none" });
    const arrow = make("span", "sign", "→");
    arrow.setAttribute("aria-hidden", "true");
    this.pictures = make("div", "sliding-pictures", this.input.element, arrow, this.output.element);
    this.player = new Stepper((number) => this.go(number));
    this.playButton = button("play", words.play, () =>
      this.player.isPlaying ? this.player.stop() : this.player.play(),
    );
    this.playButton.dataset.testid = "slide-play";
    this.scrub = localise(make("input", "scrub"), { label: "look.slide.scrub" });
    Object.assign(this.scrub, { type: "range", min: "0", value: "0" });
    this.scrub.dataset.testid = "slide-scrub";
    this.scrub.addEventListener("input", () => this.player.jump(Number(this.scrub.value)));
    this.where = make("span", "sliding-where");
    this.where.dataset.testid = "slide-where";
    this.controls = make(
      "div",
      "sliding-controls",
      this.step("back", "‹", -1),
      this.playButton,
      this.step("forward", "›", 1),
      this.scrub,
      this.speeds(),
      this.where,
    );
    this.element = make("div", "sliding", this.none, this.pictures, this.controls);
    this.element.dataset.testid = "sliding";
    this.still = matchMedia("(prefers-reduced-motion: reduce)");
    this.still.addEventListener("change", () => this.allowMotion());
    this.allowMotion();
  }

  /**
   * @param {"back" | "forward"} name
   * @param {string} sign
   * @param {number} by
   */
  step(name, sign, by) {
    const made = button("step", sign, () => this.player.jump(this.player.number + by));
    made.dataset.testid = `slide-${name}`;
    return localise(made, { label: `look.slide.${name}` });
  }

  speeds() {
    const select = localise(make("select", "speed"), { label: "look.slide.speed" });
    for (const speed of /** @type {Speed[]} */ (Object.keys(SPEEDS))) {
      const isUsual = speed === this.player.speed;
      select.append(localise(new Option("", speed, isUsual, isUsual), { text: `look.slide.speeds.${speed}` }));
    }
    select.addEventListener("change", () => {
      this.player.speed = /** @type {Speed} */ (select.value);
    });
    this.speed = select;
    return select;
  }

  /** Where motion is not wanted there is nothing to play. */
  allowMotion() {
    this.player.stop();
    this.playButton.hidden = this.still.matches;
    if (this.speed) {
      this.speed.hidden = this.still.matches;
    }
  }

  /**
   * Begin at the pinned cell, or at the first one.
   * @param {Stage} stage
   */
  open(stage) {
    const pinned = this.pin.place();
    const place = pinned?.stage === stage.name ? pinned : { stage: stage.name, channel: 0, row: 0, column: 0 };
    const { height, width } = sizeOf(stage);
    const slides = height * width > 1;
    this.stage = slides ? stage : null;
    this.field = null;
    this.none.hidden = slides;
    this.pictures.hidden = this.controls.hidden = !slides;
    this.player.stop();
    this.player.count = height * width;
    this.player.exact = place.row * width + place.column;
    this.channel = place.channel;
    this.scrub.max = String(height * width - 1);
    if (slides) {
      this.pin.go(place);
    }
  }

  /** Say in the language in force what changes while the window slides. */
  localise() {
    this.sayPlay();
    if (this.field) {
      this.sayPlace();
    }
  }

  sayPlay() {
    setText(this.playButton, this.player.isPlaying ? this.words.pause : this.words.play);
  }

  /** Say which of the windows it is. */
  sayPlace() {
    const text = this.words.place(Number(this.scrub.value) + 1, this.player.count);
    this.scrub.setAttribute("aria-valuetext", text);
    setText(this.where, text);
  }

  /** @param {number} number of the window */
  go(number) {
    const { stage, channel } = this;
    this.sayPlay();
    if (stage) {
      const { width } = sizeOf(stage);
      this.pin.go({ stage: stage.name, channel, row: Math.floor(number / width), column: number % width });
    }
  }

  /**
   * The pinned cell has been explained.
   * @param {Cell} cell
   * @param {FieldAnswer} field
   */
  show({ place, steps }, field) {
    const { stage } = this;
    if (!stage || place.stage !== stage.name) {
      return;
    }
    const slides = steps.some(({ window }) => window);
    this.none.hidden = slides;
    this.pictures.hidden = this.controls.hidden = !slides;
    this.field = field;
    this.channel = place.channel;
    const number = indexOf(stage, { ...place, channel: 0 });
    if (!this.player.isPlaying) {
      this.player.exact = number; // someone pinned another cell
    }
    this.scrub.value = String(number);
    this.sayPlace();
    this.paint();
  }

  /** Draw what is shown by now. */
  paint() {
    const { stage, field, channel, context } = this;
    const place = field?.result.place;
    const view = stage && context.diagram.stages.get(stage.name);
    if (!stage || !field || !place || !view) {
      return;
    }
    const source = Object.entries(field.result.back).find(([, { direct }]) => direct);
    const before = source && context.diagram.stages.get(source[0]);
    if (before) {
      this.drawInput(before, source[1], field.numbers);
    }
    const { height, width } = sizeOf(stage);
    const { x, y } = corner(view.layout, channel);
    this.output.resize(width, height);
    this.output.context.drawImage(view.canvas, x, y, width, height, 0, 0, width, height);
    this.output.context.clearRect(place.column + 1, place.row, width, 1);
    this.output.context.clearRect(0, place.row + 1, width, height);
    this.output.marks.draw("cell", cellPath(singleMap(stage), { ...place, channel: 0 }));
  }

  /**
   * The one map that the window sees, or all of them in about a square.
   * @param {StageView} view
   * @param {Reach} reach
   * @param {Float32Array} numbers
   */
  drawInput({ stage, canvas, layout }, reach, numbers) {
    const only = reach.channels?.length === 1 ? reach.channels[0] : null;
    const { maps, height, width } = sizeOf(stage);
    const shown = only === null ? layOut(stage, Math.ceil(Math.sqrt(maps))) : singleMap(stage);
    this.input.resize(shown.width, shown.height);
    for (let map = 0; map < shown.count; map += 1) {
      const [from, to] = [corner(layout, only ?? map), corner(shown, map)];
      this.input.context.drawImage(canvas, from.x, from.y, width, height, to.x, to.y, width, height);
    }
    const seen = only === null ? reach : { ...reach, channels: [0] };
    this.input.marks.draw("back", reachPath(shown, seen, numbers));
  }
}

/** A canvas with marks over it. */
class Picture {
  /** @param {string} name */
  constructor(name) {
    const canvas = document.createElement("canvas");
    canvas.dataset.testid = `sliding-${name}`;
    canvas.setAttribute("aria-hidden", "true");
    this.context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    this.marks = new Outlines();
    this.element = make("div", `sliding-picture ${name}`, canvas, this.marks.element);
  }

  /**
   * Also empties it.
   * @param {number} width
   * @param {number} height
   */
  resize(width, height) {
    Object.assign(this.context.canvas, { width, height });
    this.marks.resize(width, height);
    this.element.style.setProperty("--ratio", String(width / height));
  }
}

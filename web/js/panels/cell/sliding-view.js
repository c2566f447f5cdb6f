/**
 * The sliding window: on the left the maps that the stage reads, with the window outlined on each; on the right one of
 * the stage's maps, which fills up as the window slides. With reduced motion, the window is moved in single steps only.
 */

import { corner, layOut } from "../../diagram/map-layout.js";
import { localise } from "../../i18n/language.js";
import { button, make, setText } from "../../ui/dom.js";
import { indexOf, singleMapLayout, sizeOf } from "./cells.js";
import { cellPath, Outlines, reachPath } from "./outlines.js";
import { SPEEDS, Stepper } from "./stepper.js";

/** @import { StageView } from "../../diagram/stage.js" */
/** @import { Stage } from "../../protocol/messages.js" */
/** @import { Answer, Cell, Reach } from "../../protocol/questions.js" */
/** @import { PanelContext } from "../panel-context.js" */
/** @import { CellSelection } from "./cell-selection.js" */
/** @import { Speed } from "./stepper.js" */

/** @typedef {Answer<"field">} FieldAnswer */

export class SlidingView {
  /**
   * @param {PanelContext} context
   * @param {CellSelection} selection its pin is the position of the window
   */
  constructor(context, selection) {
    this.texts = context.texts.look.slide;
    this.context = context;
    this.selection = selection;
    /** @type {Stage | null} null if no window slides over the stage's input */
    this.stage = null;
    this.channel = 0;
    /** @type {FieldAnswer | null} */
    this.field = null;
    this.input = new OutlinedCanvas("input");
    this.output = new OutlinedCanvas("output");
    this.noWindow = localise(make("p", "cell-note"), { text: "look.slide.none" });
    const arrow = make("span", "sign", "→");
    arrow.setAttribute("aria-hidden", "true");
    this.pictures = make("div", "sliding-pictures", this.input.element, arrow, this.output.element);
    this.stepper = new Stepper((index) => this.moveWindow(index));
    this.playButton = button("play", this.texts.play, () =>
      this.stepper.isPlaying ? this.stepper.stop() : this.stepper.play(),
    );
    this.playButton.dataset.testid = "slide-play";
    this.slider = localise(make("input", "scrub"), { label: "look.slide.scrub" });
    Object.assign(this.slider, { type: "range", min: "0", value: "0" });
    this.slider.dataset.testid = "slide-scrub";
    this.slider.addEventListener("input", () => this.stepper.moveTo(Number(this.slider.value)));
    this.speedSelect = this.makeSpeedSelect();
    this.position = make("span", "sliding-where");
    this.position.dataset.testid = "slide-where";
    this.controls = make(
      "div",
      "sliding-controls",
      this.makeStepButton("back", "‹", -1),
      this.playButton,
      this.makeStepButton("forward", "›", 1),
      this.slider,
      this.speedSelect,
      this.position,
    );
    this.element = make("div", "sliding", this.noWindow, this.pictures, this.controls);
    this.element.dataset.testid = "sliding";
    this.reducedMotion = matchMedia("(prefers-reduced-motion: reduce)");
    this.reducedMotion.addEventListener("change", () => this.applyReducedMotion());
    this.applyReducedMotion();
  }

  /**
   * @param {"back" | "forward"} name
   * @param {string} text
   * @param {number} by
   */
  makeStepButton(name, text, by) {
    const stepButton = button("step", text, () => this.stepper.moveTo(this.stepper.index + by));
    stepButton.dataset.testid = `slide-${name}`;
    return localise(stepButton, { label: `look.slide.${name}` });
  }

  makeSpeedSelect() {
    const select = localise(make("select", "speed"), { label: "look.slide.speed" });
    for (const speed of /** @type {Speed[]} */ (Object.keys(SPEEDS))) {
      const isDefault = speed === this.stepper.speed;
      select.append(localise(new Option("", speed, isDefault, isDefault), { text: `look.slide.speeds.${speed}` }));
    }
    select.addEventListener("change", () => {
      this.stepper.speed = /** @type {Speed} */ (select.value);
    });
    return select;
  }

  /** Hides the controls of the animation if the visitor prefers reduced motion. */
  applyReducedMotion() {
    this.stepper.stop();
    this.playButton.hidden = this.speedSelect.hidden = this.reducedMotion.matches;
  }

  /**
   * Starts at the pinned cell if it belongs to the stage, else at the first one.
   * @param {Stage} stage
   */
  open(stage) {
    const { pinned } = this.selection;
    const cell = pinned?.stage === stage.name ? pinned : { stage: stage.name, channel: 0, row: 0, column: 0 };
    const { height, width } = sizeOf(stage);
    const isMap = height * width > 1;
    this.stage = isMap ? stage : null;
    this.field = null;
    this.setHasWindow(isMap);
    this.stepper.stop();
    this.stepper.count = height * width;
    this.stepper.position = cell.row * width + cell.column;
    this.channel = cell.channel;
    this.slider.max = String(height * width - 1);
    if (isMap) {
      this.selection.movePin(cell);
    }
  }

  /** @param {boolean} hasWindow whether the stage's cells are computed from windows */
  setHasWindow(hasWindow) {
    this.noWindow.hidden = hasWindow;
    this.pictures.hidden = this.controls.hidden = !hasWindow;
  }

  localise() {
    this.showPlaying();
    if (this.field) {
      this.showPosition();
    }
  }

  showPlaying() {
    setText(this.playButton, this.stepper.isPlaying ? this.texts.pause : this.texts.play);
  }

  showPosition() {
    const text = this.texts.place(Number(this.slider.value) + 1, this.stepper.count);
    this.slider.setAttribute("aria-valuetext", text);
    setText(this.position, text);
  }

  /** @param {number} index of the window, row by row */
  moveWindow(index) {
    const { stage, channel } = this;
    this.showPlaying();
    if (stage) {
      const { width } = sizeOf(stage);
      this.selection.movePin({
        stage: stage.name,
        channel,
        row: Math.floor(index / width),
        column: index % width,
      });
    }
  }

  /**
   * Shows the window of the pinned cell.
   * @param {Cell} explanation
   * @param {FieldAnswer} field
   */
  show({ place: cell, steps }, field) {
    const { stage } = this;
    if (!stage || cell.stage !== stage.name) {
      return;
    }
    this.setHasWindow(steps.some(({ window }) => window));
    this.field = field;
    this.channel = cell.channel;
    const index = indexOf(stage, { ...cell, channel: 0 });
    if (!this.stepper.isPlaying) {
      this.stepper.position = index; // the visitor may have pinned another cell
    }
    this.slider.value = String(index);
    this.showPosition();
    this.paint();
  }

  /** Paints the input with the window, and the output up to the window's cell. */
  paint() {
    const { stage, field, channel, context } = this;
    const cell = field?.result.place;
    const view = stage && context.view.diagram.stages.get(stage.name);
    if (!stage || !field || !cell || !view) {
      return;
    }
    const source = Object.entries(field.result.back).find(([, { direct }]) => direct);
    const sourceView = source && context.view.diagram.stages.get(source[0]);
    if (sourceView) {
      this.paintInput(sourceView, source[1], field.numbers);
    }
    const { height, width } = sizeOf(stage);
    this.output.resize(width, height);
    view.drawMap(channel, this.output.context, 0, 0);
    this.output.context.clearRect(cell.column + 1, cell.row, width, 1);
    this.output.context.clearRect(0, cell.row + 1, width, height);
    this.output.outlines.draw("cell", cellPath(singleMapLayout(stage), { ...cell, channel: 0 }));
  }

  /**
   * Paints the one map that the window reads, or all of them in an approximate square.
   * @param {StageView} view
   * @param {Reach} reach
   * @param {Float32Array} numbers
   */
  paintInput(view, reach, numbers) {
    const { stage } = view;
    const only = reach.channels?.length === 1 ? reach.channels[0] : null;
    const { maps } = sizeOf(stage);
    const target = only === null ? layOut(stage, Math.ceil(Math.sqrt(maps))) : singleMapLayout(stage);
    this.input.resize(target.width, target.height);
    for (let map = 0; map < target.count; map += 1) {
      const { x, y } = corner(target, map);
      view.drawMap(only ?? map, this.input.context, x, y);
    }
    const window = only === null ? reach : { ...reach, channels: [0] };
    this.input.outlines.draw("back", reachPath(target, window, numbers));
  }
}

/** A canvas with outlines drawn over it. */
class OutlinedCanvas {
  /** @param {string} name */
  constructor(name) {
    const canvas = document.createElement("canvas");
    canvas.dataset.testid = `sliding-${name}`;
    canvas.setAttribute("aria-hidden", "true");
    this.context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    this.outlines = new Outlines();
    this.element = make("div", `sliding-picture ${name}`, canvas, this.outlines.element);
  }

  /**
   * Resizes the canvas, which also clears it.
   * @param {number} width
   * @param {number} height
   */
  resize(width, height) {
    Object.assign(this.context.canvas, { width, height });
    this.outlines.resize(width, height);
    this.element.style.setProperty("--ratio", String(width / height));
  }
}

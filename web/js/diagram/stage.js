/** One stage of the network: a button with its maps on one canvas, its title, its shape and its legend. */

import { button, make } from "../ui/dom.js";
import { everyStage } from "./blocks.js";
import { Legend } from "./legend.js";
import { coarser, corner, layOut, rearrange } from "./map-layout.js";

/** @import { Texts } from "../i18n/language.js" */
/** @import { Stage } from "../protocol/messages.js" */
/** @import { StagePicture } from "../protocol/stages.js" */
/** @import { Folding } from "./blocks.js" */
/** @import { Fit } from "./fit-maps.js" */

const MOST_LABELS = 30; // more would be smaller than text can be

export class StageView {
  /**
   * @param {Stage} stage
   * @param {number[]} colours the stage's colormap, RGBA
   * @param {Texts} texts
   * @param {(name: string) => void} onOpen
   */
  constructor(stage, colours, texts, onOpen) {
    this.stage = stage;
    this.isVector = stage.shape.length === 1;
    /** @type {Stage[]} shown as one, the last of which is `stage` */
    this.block = [stage];
    this.folding = everyStage;
    this.sent = layOut(stage, stage.canvas.columns);
    this.layout = this.sent;
    /** @type {StagePicture | null} that is on the canvas */
    this.picture = null;
    this.canvas = make("canvas", "maps");
    this.canvas.dataset.testid = stage.name === "image" ? "image" : `stage-${stage.name}`;
    this.canvas.classList.toggle("vector", this.isVector);
    this.canvas.classList.toggle("single", stage.shape[0] === 1);
    this.context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));

    this.button = button("stage-maps", "", () => onOpen(stage.name));
    this.button.append(this.canvas);

    /** @type {HTMLElement | null} the names of the classes */
    this.labels = null;
    this.legend = new Legend(colours);
    this.title = make("figcaption", "stage-title");
    this.weights = make("span");
    this.facts = make("div", "stage-facts");
    const foot = make("div", "stage-foot", this.legend.element, this.facts);
    this.element = make("figure", "stage", this.title, this.button, foot);
    this.element.dataset.stage = stage.name;
    this.texts = texts;
    this.localise(texts);
    this.arrange(this.sent.columns);
  }

  /** @param {Texts} texts */
  localise(texts) {
    const { title, shape } = this.stage;
    const parameters = this.block.reduce((sum, each) => sum + each.parameters, 0);
    const [size, weights] = [texts.stage.shape(shape), texts.stage.parameters(parameters)];
    this.title.textContent = this.folding.titleOf(this.block);
    this.weights.className = parameters === 0 ? "fact none" : "fact";
    this.weights.textContent = weights;
    this.facts.replaceChildren(make("span", "fact", size), this.weights);
    this.legend.localise();
    this.button.setAttribute("aria-label", `${texts.stage.open(title)}, ${size}`);
  }

  /**
   * Show the stage for the block that it is the last of.
   * @param {Stage[]} block
   * @param {Folding} folding
   */
  showAs(block, folding) {
    this.block = block;
    this.folding = folding;
    this.localise(this.texts);
  }

  /**
   * Write the names of the classes beside their values.
   * @param {string[]} names
   */
  label(names) {
    if (names.length > 0 && names.length <= MOST_LABELS) {
      this.labels = make("ol", "class-labels", ...names.map((name) => make("li", "", name)));
      this.labels.setAttribute("aria-hidden", "true"); // the bars have them too
      this.button.before(this.labels); // what is in the button would be part of its name
    }
  }

  /** The box of the maps on the screen, in their usual size also while they are enlarged. */
  get box() {
    const { button, canvas, element } = this;
    if (!element.classList.contains("enlarged")) {
      return canvas.getBoundingClientRect();
    }
    const { left, top } = element.getBoundingClientRect();
    return new DOMRect(
      left + button.offsetLeft + canvas.offsetLeft,
      top + button.offsetTop + canvas.offsetTop,
      canvas.offsetWidth,
      canvas.offsetHeight,
    );
  }

  /** The maps, for those who choose their size. */
  get maps() {
    const { count, mapWidth: width, mapHeight: height, gap } = this.sent;
    return { count, width, height, gap };
  }

  /**
   * Draw the maps in some columns and in some size.
   * @param {Fit} fit
   */
  fit({ columns, size }) {
    this.arrange(columns);
    const { width, mapWidth, mapHeight } = this.layout;
    this.element.style.setProperty("--width", `${(width * size) / Math.max(mapWidth, mapHeight)}px`);
  }

  /**
   * Lay the maps out in some columns.
   * @param {number} columns
   */
  arrange(columns) {
    this.layout = columns === this.sent.columns ? this.sent : layOut(this.stage, columns);
    const { width, height } = this.layout;
    this.element.style.setProperty("--ratio", String(width / height));
    if (this.picture) {
      this.paint(this.picture);
    } else {
      Object.assign(this.canvas, { width, height });
    }
  }

  /**
   * Paint the stage's picture, with as many pixels as it has.
   * @param {StagePicture} picture
   */
  paint(picture) {
    this.picture = picture;
    const { pixels, width, height, scale } = picture;
    const [sent, layout] = [this.sent, this.layout].map((one) => coarser(one, scale));
    if (this.canvas.width !== layout.width || this.canvas.height !== layout.height) {
      Object.assign(this.canvas, { width: layout.width, height: layout.height });
    }
    const isSent = layout.columns === sent.columns;
    const image = isSent
      ? new ImageData(pixels, width, height)
      : new ImageData(rearrange(pixels, sent, layout), layout.width, layout.height);
    this.context.putImageData(image, 0, 0);
  }

  /**
   * Draw one of the maps, with one pixel for each cell.
   * @param {number} map
   * @param {CanvasRenderingContext2D} context
   * @param {number} x of its corner
   * @param {number} y
   */
  drawMap(map, context, x, y) {
    const from = corner(this.layout, map);
    const { mapWidth: width, mapHeight: height } = this.layout;
    const scale = this.picture?.scale ?? 1;
    const part = [from.x / scale, from.y / scale, width / scale, height / scale];
    context.drawImage(this.canvas, part[0], part[1], part[2], part[3], x, y, width, height);
  }

  /** @param {boolean} isOpen */
  mark(isOpen) {
    this.button.setAttribute("aria-expanded", String(isOpen));
    this.element.classList.toggle("open", isOpen);
  }
}

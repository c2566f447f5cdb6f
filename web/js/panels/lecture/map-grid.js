/** The maps of a stage, as large as the room allows; painted from a reading's pixels, with one pixel for each cell. */

import { corner, layOut } from "../../diagram/map-layout.js";
import { PaintQueue } from "../../lib/paint-queue.js";
import { make } from "../../ui/dom.js";
import { fitMaps } from "./fit-maps.js";

/** @import { Stage } from "../../protocol/messages.js" */
/** @import { Place } from "../../protocol/questions.js" */
/** @import { StagePicture } from "../../protocol/stages.js" */

const GAP = 8; // CSS pixels between maps

export class MapGrid {
  /** @param {Stage} stage */
  constructor(stage) {
    const [, height = 1, width = 1] = stage.shape;
    this.stage = stage;
    this.size = { height, width };
    this.layout = layOut(stage, stage.canvas.columns); // in which the pixels come
    this.queue = new PaintQueue();
    this.maps = Array.from({ length: this.layout.count }, () => Object.assign(make("canvas"), this.size));
    this.marker = make("div", "lecture-marker");
    this.marker.hidden = true;
    this.element = make("div", "lecture-grid", ...this.maps, this.marker);
    this.cell = 1; // its side on the screen, in CSS pixels
  }

  /**
   * @param {number} width of the room, in CSS pixels
   * @param {number} height
   */
  fit(width, height) {
    const { columns, cell } = fitMaps({ maps: this.maps.length, ...this.size }, { width, height }, GAP);
    this.cell = cell;
    this.element.style.setProperty("--columns", String(columns));
    this.element.style.setProperty("--map", `${cell * this.size.width}px`);
    this.element.classList.toggle("fine", cell * devicePixelRatio < 1); // else whole rows of cells would be left out
  }

  /** @param {StagePicture} picture */
  paint({ pixels, width, height, scale }) {
    if (scale > 1) {
      return; // every cell is needed, and on its way
    }
    const image = new ImageData(pixels, width, height);
    const { mapWidth, mapHeight } = this.layout;
    this.maps.forEach((canvas, map) => {
      const { x, y } = corner(this.layout, map);
      this.queue.add(canvas, () => canvas.getContext("2d")?.putImageData(image, -x, -y, x, y, mapWidth, mapHeight));
    });
    this.queue.run();
  }

  /**
   * The cell at a point of the window.
   * @param {{ target: EventTarget | null, clientX: number, clientY: number }} event
   * @returns {Place | null}
   */
  cellAt({ target, clientX, clientY }) {
    const channel = this.maps.indexOf(/** @type {HTMLCanvasElement} */ (target));
    if (channel < 0) {
      return null;
    }
    const box = this.maps[channel].getBoundingClientRect();
    const within = (/** @type {number} */ share, /** @type {number} */ cells) =>
      Math.max(0, Math.min(cells - 1, Math.floor(share * cells)));
    return {
      stage: this.stage.name,
      channel,
      row: within((clientY - box.top) / box.height, this.size.height),
      column: within((clientX - box.left) / box.width, this.size.width),
    };
  }

  /** @param {Place | null} place to be marked */
  mark(place) {
    this.marker.hidden = place === null;
    if (place) {
      const canvas = this.maps[place.channel];
      const { cell } = this;
      Object.assign(this.marker.style, {
        left: `${canvas.offsetLeft + place.column * cell}px`,
        top: `${canvas.offsetTop + place.row * cell}px`,
        width: `${cell}px`,
        height: `${cell}px`,
      });
    }
  }
}

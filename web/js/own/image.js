/**
 * A picture of one's own: picked, photographed, pasted or dropped. The browser decodes it; Python makes the image of it, and
 * each of its steps is shown. Then it is read in the drawing's place, until somebody draws.
 */

import { make } from "../element.js";
import { messageOf } from "../errors.js";
import { imageOf, showImage } from "../picture.js";

/** @typedef {import("../texts/language.js").Texts["own"]["image"]} Texts */
/** @typedef {import("../worker/protocol.js").Made} Made */
/** @typedef {{ name: string, facts: Record<string, number>, picture: import("../worker/questions.js").Picture }} Step */

const LARGEST_FILE = 40 * 2 ** 20;
const LARGEST_SIDE = 256; // pixels that Python gets
const SMALLEST_SIDE = 112; // smaller ones are enlarged, so that a pen is some pixels wide

export class OwnImage {
  /**
   * @param {{ button: HTMLElement, photograph: HTMLElement, file: HTMLInputElement, camera: HTMLInputElement, section: HTMLElement, onPad: HTMLCanvasElement }} parts
   * @param {Texts} texts
   * @param {{ prepare: (width: number, height: number, rgba: ArrayBuffer) => Promise<Made>, show: (image: Float32Array | null) => void, complain: (sentence: string) => void }} page
   */
  constructor(parts, texts, page) {
    this.parts = parts;
    this.texts = texts;
    this.page = page;
    /** @type {ImageData | null} what was picked, to be prepared again for another model */
    this.pixels = null;
    parts.button.textContent = texts.button;
    parts.button.title = texts.title;
    parts.photograph.textContent = texts.photograph;
    parts.photograph.hidden = !matchMedia("(pointer: coarse)").matches;
    parts.button.addEventListener("click", () => parts.file.click());
    parts.photograph.addEventListener("click", () => parts.camera.click());
    for (const input of [parts.file, parts.camera]) {
      input.addEventListener("change", () => {
        const [file] = input.files ?? [];
        input.value = "";
        this.take(file);
      });
    }
    document.addEventListener("paste", (event) => {
      const file = [...(event.clipboardData?.files ?? [])].find(({ type }) => type.startsWith("image/"));
      if (file) {
        event.preventDefault();
        this.take(file);
      }
    });
  }

  /** @param {Blob | undefined} file */
  async take(file) {
    if (!file) {
      return;
    }
    try {
      if (file.size > LARGEST_FILE) {
        throw new Error(this.texts.tooLarge);
      }
      this.pixels = await decode(file).catch(() => {
        throw new Error(this.texts.unreadable);
      });
      await this.prepare();
    } catch (error) {
      this.pixels = null;
      this.page.complain(this.texts.refused(messageOf(error)));
    }
  }

  /** Make the image for the model that is in force. */
  async prepare() {
    if (!this.pixels) {
      return;
    }
    const { width, height, data } = this.pixels;
    const made = await this.page.prepare(width, height, data.slice().buffer);
    this.showSteps(made.result.steps, made.pictures);
    // whole levels, as a link keeps them
    this.page.show(made.numbers.map((share) => Math.round(share * 255) / 255));
  }

  /**
   * @param {Step[]} steps
   * @param {Uint8ClampedArray<ArrayBuffer>} pictures
   */
  showSteps(steps, pictures) {
    const { section } = this.parts;
    const figures = steps.map((step) => this.figure(step, pictures));
    section.replaceChildren(make("h2", "", this.texts.heading), make("div", "picture-steps", ...figures));
    section.hidden = false;
  }

  /**
   * @param {Step} step
   * @param {Uint8ClampedArray<ArrayBuffer>} pictures
   */
  figure({ name, facts, picture }, pictures) {
    const canvas = make("canvas");
    canvas.dataset.testid = `picture-${name}`;
    showImage(canvas, imageOf(picture, pictures));
    const words = this.texts.steps[name]?.(facts) ?? name;
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", words);
    return make("figure", "", canvas, make("figcaption", "", words));
  }

  /**
   * Show the image on the pad, where the drawing would be.
   * @param {Float32Array | null} image
   * @param {number[]} shape [C, H, W]
   */
  paintOnPad(image, [channels, height, width]) {
    const { onPad, section } = this.parts;
    onPad.hidden = image === null;
    if (!image) {
      this.pixels = null;
      section.hidden = true;
      return;
    }
    const plane = width * height;
    const rgba = new Uint8ClampedArray(plane * 4);
    for (let at = 0; at < plane; at++) {
      for (let colour = 0; colour < 3; colour++) {
        rgba[4 * at + colour] = 255 * image[channels === 3 ? colour * plane + at : at];
      }
      rgba[4 * at + 3] = 255;
    }
    showImage(onPad, new ImageData(rgba, width, height));
  }
}

/**
 * The pixels of a picture file, at most 256 and at least 112 of its larger side.
 * @param {Blob} file
 */
async function decode(file) {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const side = Math.max(picture.width, picture.height);
  const scale = Math.min(LARGEST_SIDE / side, Math.max(SMALLEST_SIDE / side, 1));
  const [width, height] = [picture.width, picture.height].map((length) => Math.max(Math.round(length * scale), 1));
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, 0, 0, width, height);
  picture.close();
  return context.getImageData(0, 0, width, height);
}

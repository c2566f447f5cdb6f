/**
 * A picture of one's own: picked, photographed, pasted or dropped. The browser decodes it; Python makes the image of it, and
 * each of its steps is shown. Then it is read in the drawing's place, until somebody draws.
 */

import { LocalisedError, messageOf } from "../i18n/error-text.js";
import { localise } from "../i18n/language.js";
import { imageOf, showImage } from "../ui/canvas.js";
import { make } from "../ui/dom.js";
import { readsTruePixels } from "../ui/true-pixels.js";

/** @import { Made } from "../protocol/messages.js" */
/** @import { Picture } from "../protocol/questions.js" */

/** @typedef {import("../i18n/language.js").Texts["own"]["image"]} Texts */
/** @typedef {{ name: string, facts: Record<string, number>, picture: Picture }} Step */
/** @typedef {{ step: Step, canvas: HTMLCanvasElement, caption: HTMLElement }} Figure */

const LARGEST_FILE = 40 * 2 ** 20;
const LARGEST_SIDE = 256; // pixels that Python gets
const SMALLEST_SIDE = 112; // smaller ones are enlarged, so that a pen is some pixels wide
const LARGEST_INPUT = 224; // pixels of a network's input

export class PictureInput {
  /**
   * @param {{ button: HTMLElement, photograph: HTMLElement, file: HTMLInputElement, camera: HTMLInputElement, section: HTMLElement, onPad: HTMLCanvasElement }} parts
   * @param {Texts} texts
   * @param {{ shape: () => number[], prepare: (width: number, height: number, rgba: ArrayBuffer) => Promise<Made>, show: (image: Float32Array | null) => void, showError: (sentence: () => string) => void }} page
   */
  constructor(parts, texts, page) {
    this.parts = parts;
    this.texts = texts;
    this.page = page;
    /** @type {HTMLCanvasElement | null} what was picked, to be prepared again for another model */
    this.picture = null;
    /** @type {Figure[]} its steps */
    this.figures = [];
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
    if (file) {
      await this.attempt(async () => {
        if (file.size > LARGEST_FILE) {
          throw new LocalisedError(() => this.texts.tooLarge);
        }
        this.picture = await decode(file).catch(() => {
          throw new LocalisedError(() => this.texts.unreadable);
        });
        await this.prepare();
      });
    }
  }

  /** Make the image anew, for another model. */
  prepareAgain() {
    return this.attempt(() => this.prepare());
  }

  /**
   * A picture that cannot be read is let go, and the reason is said.
   * @param {() => Promise<void>} act
   * @returns {Promise<boolean>} whether there is a picture afterwards
   */
  async attempt(act) {
    try {
      await act();
    } catch (error) {
      this.picture = null;
      this.page.showError(() => this.texts.refused(messageOf(error)));
    }
    return this.picture !== null;
  }

  /** Make the image for the model that is in force. */
  async prepare() {
    if (!this.picture) {
      return;
    }
    if (!readsTruePixels(document.createElement("canvas"))) {
      throw new LocalisedError(() => this.texts.falsified);
    }
    const [, inputHeight, inputWidth] = this.page.shape();
    const isExact = this.picture.width === inputWidth && this.picture.height === inputHeight;
    const { width, height, data } = pixelsOf(isExact ? this.picture : enlarged(this.picture));
    const made = await this.page.prepare(width, height, data.buffer);
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
    this.figures = steps.map((step) => figureOf(step, pictures));
    const elements = this.figures.map(({ canvas, caption }) => make("figure", "", canvas, caption));
    const heading = localise(make("h2"), { text: "own.image.heading" });
    section.replaceChildren(heading, make("div", "picture-steps", ...elements));
    this.localise();
    section.hidden = false;
  }

  /** Say what each step is in the language in force. */
  localise() {
    for (const { step, canvas, caption } of this.figures) {
      const words = this.texts.steps[step.name]?.(step.facts) ?? step.name;
      canvas.setAttribute("aria-label", words);
      caption.textContent = words;
    }
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
      this.picture = null;
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
 * @param {Step} step
 * @param {Uint8ClampedArray<ArrayBuffer>} pictures
 * @returns {Figure} without words
 */
function figureOf(step, pictures) {
  const canvas = make("canvas");
  canvas.dataset.testid = `picture-${step.name}`;
  canvas.setAttribute("role", "img");
  showImage(canvas, imageOf(step.picture, pictures));
  return { step, canvas, caption: make("figcaption") };
}

/**
 * A picture file on a canvas, at most 256 pixels on its larger side. A picture that may be a network's own input keeps the
 * numbers that are in the file.
 * @param {Blob} file
 */
async function decode(file) {
  let picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const side = Math.max(picture.width, picture.height);
  if (side <= LARGEST_INPUT) {
    picture.close();
    picture = await createImageBitmap(file, { imageOrientation: "from-image", colorSpaceConversion: "none" });
  }
  const canvas = scaled(picture, Math.min(LARGEST_SIDE / side, 1));
  picture.close();
  return canvas;
}

/** @param {HTMLCanvasElement} picture */
function enlarged(picture) {
  return scaled(picture, Math.max(SMALLEST_SIDE / Math.max(picture.width, picture.height), 1));
}

/**
 * @param {ImageBitmap | HTMLCanvasElement} picture
 * @param {number} scale
 */
function scaled(picture, scale) {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [picture.width, picture.height].map((length) =>
    Math.max(Math.round(length * scale), 1),
  );
  const context = contextOf(canvas);
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

/** @param {HTMLCanvasElement} canvas */
function pixelsOf(canvas) {
  return contextOf(canvas).getImageData(0, 0, canvas.width, canvas.height);
}

/** @param {HTMLCanvasElement} canvas */
function contextOf(canvas) {
  return /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
}

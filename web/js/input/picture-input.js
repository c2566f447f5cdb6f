/**
 * A person's own picture: chosen, photographed, pasted or dropped. The browser decodes it, Python makes the image, and each
 * step of this is shown. The image is then read in the drawing's place, until somebody draws.
 */

import { LocalisedError, sentenceOf } from "../i18n/error-text.js";
import { localise, texts } from "../i18n/language.js";
import { LARGEST_PICTURE_FILE, LARGEST_READ_SIDE, LARGEST_WHOLE_SIDE } from "../protocol/limits.js";
import { imageOf, showImage } from "../ui/canvas.js";
import { byId, make } from "../ui/dom.js";
import { readsTruePixels } from "../ui/true-pixels.js";
import { whenThereIsACamera } from "./camera-presence.js";
import { decodePicture, fits, pixelsFor, reduced } from "./decode-picture.js";
import { kindOf } from "./file-kind.js";

/** @import { Picture } from "../protocol/questions.js" */
/** @import { PythonClient } from "../python/client.js" */
/** @import { StatusBar } from "../ui/status-bar.js" */
/** @import { Pad } from "./pad.js" */
/** @import { PictureView } from "./photo/picture-view.js" */
/** @import { SampleButtons } from "./sample-buttons.js" */

/** @typedef {{ name: string, facts: Record<string, number>, picture: Picture }} Step */
/** @typedef {{ step: Step, canvas: HTMLCanvasElement, caption: HTMLElement }} Figure */

const BEST = -1; // in place of a digit's number: the one that Python takes for the likeliest

export class PictureInput {
  /**
   * @param {Pad} pad
   * @param {SampleButtons} samples
   * @param {PythonClient} python
   * @param {StatusBar} status
   */
  constructor(pad, samples, python, status) {
    this.pad = pad;
    this.samples = samples;
    this.python = python;
    this.status = status;
    this.texts = texts.own.image;
    this.section = byId("picture");
    this.steps = make("div", "picture-steps");
    /** @type {HTMLCanvasElement | null} the picture that was chosen, to be prepared again for another model */
    this.picture = null;
    this.digit = BEST;
    /** Whether a picture of exactly the network's size is read as it is; otherwise a digit is searched for in it. */
    this.exact = true;
    /** @type {PictureView | null} once a picture has been opened */
    this.view = null;
    /** @type {Figure[]} the steps of its preparation */
    this.figures = [];
    this.listen();
  }

  /** Pictures are chosen from a file, photographed, or pasted; models/model-picker.js receives those that are dropped. */
  listen() {
    const [file, camera] = [byId("image-file"), byId("camera")].map((input) => /** @type {HTMLInputElement} */ (input));
    const photograph = byId("photograph");
    const hasCameraApp = matchMedia("(pointer: coarse)").matches;
    photograph.hidden = !hasCameraApp;
    if (!hasCameraApp) {
      whenThereIsACamera(() => {
        photograph.hidden = false;
      });
    }
    byId("own-image").addEventListener("click", () => file.click());
    photograph.addEventListener("click", () => (hasCameraApp ? camera.click() : this.photograph()));
    for (const input of [file, camera]) {
      input.addEventListener("change", () => {
        const [chosen] = input.files ?? [];
        input.value = "";
        this.open(chosen);
      });
    }
    document.addEventListener("paste", (event) => {
      const pasted = [...(event.clipboardData?.files ?? [])].find(({ type }) => type.startsWith("image/"));
      if (pasted) {
        event.preventDefault();
        this.open(pasted);
      }
    });
  }

  /** Take a picture with the camera, in a dialog that is loaded now. */
  async photograph() {
    try {
      await this.load();
      const { takePicture } = await import("./photo/camera-dialog.js");
      this.open((await takePicture()) ?? undefined);
    } catch (error) {
      this.status.showError(() => this.texts.refused(sentenceOf(error)));
    }
  }

  /** Load what shows an opened picture, once. */
  async load() {
    const { PictureView } = await import("./photo/picture-view.js");
    this.view ??= await PictureView.load({
      choose: (digit) => this.read(this.picture, digit),
      crop: (picture) => this.read(reduced(picture, LARGEST_READ_SIDE)),
      setExact: (exact) => this.setExact(exact),
    });
    return this.view;
  }

  /** @param {Blob | undefined} file */
  async open(file) {
    if (file) {
      await this.attempt(async () => {
        if (file.size > LARGEST_PICTURE_FILE) {
          throw new LocalisedError(() => this.texts.tooLarge);
        }
        const whole = await decodePicture(file, LARGEST_WHOLE_SIDE).catch(async () => {
          const kind = await kindOf(file);
          throw new LocalisedError(() => this.texts.unreadable[kind]);
        });
        (await this.load()).open(whole);
        this.picture = reduced(whole, LARGEST_READ_SIDE);
        this.digit = BEST;
        this.exact = true;
        await this.prepare();
      });
    }
  }

  /**
   * Read another part of the picture, or another digit in it.
   * @param {HTMLCanvasElement | null} picture
   * @param {number} [digit]
   */
  async read(picture, digit = BEST) {
    this.picture = picture;
    this.digit = digit;
    await this.attempt(() => this.prepare());
  }

  /** @param {boolean} exact whether a picture of exactly the network's size is read as it is */
  async setExact(exact) {
    this.exact = exact;
    await this.read(this.picture);
  }

  /** Prepare the picture again for another model; if that is not possible, it is dropped. */
  async modelChanged() {
    const { picture } = this.pad;
    if (!picture.image) {
      return;
    }
    picture.image = null; // its size is that of the previous model
    if (!(await this.attempt(() => this.prepare()))) {
      picture.show(null);
      this.inkChanged();
    }
  }

  /**
   * Show the picture of a link or a reload; one that the current model cannot read is dropped.
   * @param {number[] | null} levels 0 … 255; null for none
   */
  showLevels(levels) {
    const { picture } = this.pad;
    if (levels || picture.image) {
      const size = picture.shape.reduce((product, side) => product * side, 1);
      this.show(levels?.length === size ? Float32Array.from(levels, (level) => level / 255) : null);
    }
  }

  /** @param {Float32Array | null} image to be read in the drawing's place; null for the drawing again */
  show(image) {
    this.samples.stop();
    this.pad.showPicture(image);
  }

  /** When ink has replaced the picture, its steps go too. */
  inkChanged() {
    if (!this.pad.picture.image && !this.section.hidden) {
      this.picture = null;
      this.section.hidden = true;
    }
  }

  /**
   * Forget a picture that cannot be read, and show the reason.
   * @param {() => Promise<void>} act
   * @returns {Promise<boolean>} whether there is a picture afterwards
   */
  async attempt(act) {
    try {
      await act();
    } catch (error) {
      this.picture = null;
      this.status.showError(() => this.texts.refused(sentenceOf(error)));
    }
    return this.picture !== null;
  }

  /** Make the image that the current model reads from the picture. */
  async prepare() {
    const { picture } = this;
    if (!picture) {
      return;
    }
    if (!readsTruePixels(document.createElement("canvas"))) {
      throw new LocalisedError(() => this.texts.falsified);
    }
    const { shape } = this.pad.picture;
    const hasSize = fits(picture, shape);
    const pixels = pixelsFor(picture, hasSize && this.exact);
    const { width, height, data } = pixels;
    const args = { width, height, digit: this.digit, exact: this.exact };
    this.view?.exactSwitch.show(hasSize && shape[0] === 1 ? this.exact : null); // of colours, nothing is searched for
    const made = await this.python.runTask("picture", args, data.buffer.slice(0)).catch((error) => {
      this.showSteps([], new Uint8ClampedArray()); // the picture can be cropped
      this.view?.show(pixels, [], 0, "none");
      throw error;
    });
    const { steps, digits, chosen } = made.result;
    this.showSteps(steps, made.pictures);
    this.view?.show(pixels, digits, chosen, digits.length > 0 ? "digits" : steps.at(-1).name);
    // whole levels, as in a link
    this.show(made.numbers.map((share) => Math.round(share * 255) / 255));
    this.picture = picture; // drawing meanwhile has cleared it
  }

  /**
   * @param {Step[]} steps
   * @param {Uint8ClampedArray<ArrayBuffer>} pictures
   */
  showSteps(steps, pictures) {
    this.figures = steps.map((step) => figureOf(step, pictures));
    const elements = this.figures.map(({ canvas, caption }) => make("figure", "", canvas, caption));
    if (!this.steps.isConnected && this.view) {
      const heading = localise(make("h2"), { text: "own.image.heading" });
      this.section.replaceChildren(heading, this.view.element, this.steps);
    }
    this.steps.replaceChildren(...elements);
    this.localise();
    this.section.hidden = false;
  }

  /** Describe each step in the current language. */
  localise() {
    this.view?.localise();
    for (const { step, canvas, caption } of this.figures) {
      const words = this.texts.steps[step.name]?.(step.facts) ?? step.name;
      canvas.setAttribute("aria-label", words);
      caption.textContent = words;
    }
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

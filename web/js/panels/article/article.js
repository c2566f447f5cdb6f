/**
 * The article below the tool, "How a CNN reads a digit". Its English text is part of the page; other languages replace it.
 * Its figures are loaded once the reader comes near, and follow the drawing while they are in sight.
 */

import { fetchText, fileName } from "../../host/fetch-file.js";
import { sentenceOf } from "../../i18n/error-text.js";
import { releaseUrl } from "../../site-files.js";
import { byId } from "../../ui/dom.js";
import { loadStory } from "../story.js";

/** @import { Model } from "../../protocol/messages.js" */
/** @import { Shown } from "../../protocol/page-state.js" */
/** @import { Panel } from "../../view/panel.js" */
/** @import { PanelContext } from "../panel-context.js" */
/** @import { Figures } from "./figures/figures.js" */

const NEAR = "800px"; // distance from the viewport at which the figures are loaded
const END = "</section>"; // of an article that has arrived completely

/** @implements {Panel} */
export class Article {
  /** @param {PanelContext} context */
  constructor(context) {
    this.context = context;
    this.element = byId("article");
    /** @type {Figures | null} */
    this.figures = null;
    this.element.addEventListener("click", (event) => this.goToPad(event));
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) {
          observer.disconnect();
          this.open();
        }
      },
      { rootMargin: NEAR },
    );
    observer.observe(this.element);
    this.localise();
  }

  async open() {
    const { status, texts, view } = this.context;
    try {
      const [{ Figures }] = await Promise.all([import("./figures/figures.js"), loadStory()]);
      this.figures = new Figures(this.context, this.element);
      if (view.model && view.reading) {
        this.figures.paint(view.reading, view.model);
      }
    } catch (error) {
      status.showError(() => texts.errors.build(sentenceOf(error)));
    }
  }

  /**
   * @param {Shown} reading
   * @param {Model} model
   */
  paint(reading, model) {
    this.figures?.paint(reading, model);
  }

  showModel() {
    this.figures?.forget();
  }

  localise() {
    this.translate();
    this.figures?.localise();
  }

  /** Replaces the text by that of the current language; where that does not arrive, it stays, marked with its own language. */
  async translate() {
    const code = document.documentElement.lang;
    if (code === this.element.lang) {
      return;
    }
    const { status, texts } = this.context;
    const text = await fetchArticle(code).catch((error) => {
      status.showError(() => texts.errors.build(sentenceOf(error)));
      return "";
    });
    const translated = text && new DOMParser().parseFromString(text, "text/html").querySelector("section");
    if (translated && code === document.documentElement.lang) {
      this.element.lang = code;
      this.element.replaceChildren(...translated.children);
      this.figures?.place();
    }
  }

  /**
   * A link to the pad focuses it and leaves the address alone, which may be that of a shared drawing.
   * @param {MouseEvent} event
   */
  goToPad(event) {
    if (/** @type {Element} */ (event.target).closest('a[href="#pad"]')) {
      event.preventDefault();
      scrollTo({ top: 0 });
      this.context.pad.element.focus({ preventScroll: true });
    }
  }
}

/**
 * @param {string} code of a language
 * @throws {Error} if the article in that language does not arrive, or not completely
 */
async function fetchArticle(code) {
  const url = releaseUrl(`article/${code}.html`);
  const text = await fetchText(url);
  if (!text.trimEnd().endsWith(END)) {
    throw new Error(`${fileName(url)} is damaged`);
  }
  return text;
}

/** What the page is: version, licence, how to cite it, and where more is to be found. */

import { sharing } from "../i18n/en/sharing.js";
import { addTexts, localise, texts } from "../i18n/language.js";
import { home } from "../site-files.js";
import { button, make } from "../ui/dom.js";
import { CopyField } from "./copy-field.js";

/**
 * The part of build.json that this dialog shows.
 * @typedef {object} About
 * @property {string} version
 * @property {string} pyodide its version
 * @property {{ licence: string, citation: string, links: Record<string, string> }} about
 */

/** Add the texts of the dialog. @throws {Error} if those of the current language cannot be loaded */
export const loadTexts = () => addTexts("sharing", { sharing });

export class AboutDialog {
  /** @param {About} build */
  constructor({ version, pyodide, about }) {
    const words = texts.sharing.about;
    const heading = make("h2", "", words.title);
    heading.id = "about-title";
    const close = localise(
      button("quiet", "✕", () => this.element.close()),
      { label: "page.close" },
    );
    close.dataset.testid = "about-close";
    const citation = new CopyField(Object.assign(make("textarea"), { rows: 4 }), "sharing.about.cite");
    citation.show(`${about.citation}${home.startsWith("http") ? ` ${home}` : ""}`);
    const facts = [words.version(version, pyodide), words.licence(about.licence)].map((text) => make("p", "", text));
    const panel = make("div", "share-panel", ...facts, make("h3", "", words.cite), citation.element);
    const links = linksTo(about.links, words.embed, texts.sharing.embed.page);
    if (links.length > 0) {
      panel.append(make("h3", "", words.links), make("ul", "", ...links));
    }
    this.element = make("dialog", "share-dialog", make("div", "share-head", heading, close), panel);
    this.element.dataset.testid = "about";
    this.element.setAttribute("aria-labelledby", heading.id);
    this.element.addEventListener("click", ({ target }) => target === this.element && this.element.close());
    this.element.addEventListener("close", () => this.element.remove()); // the next one is in the language of its time
  }

  open() {
    document.body.append(this.element);
    this.element.showModal();
  }
}

/**
 * @param {Record<string, string>} links of the package, by name
 * @param {string} embed the name of the page about embedding, which a single file does not have
 * @param {string} page its path
 */
function linksTo(links, embed, page) {
  const all = Object.entries(links).filter(([, url]) => url.startsWith("https:"));
  if (home.startsWith("http")) {
    all.push([embed, `${home}${page}`]);
  }
  return all.map(([name, url]) => {
    const link = make("a", "", name);
    link.href = url;
    link.target = "_blank";
    link.rel = "noopener";
    return make("li", "", link);
  });
}

/** What the page is: version, licence, how to cite it, and where more is to be found. */

import { sharing } from "../i18n/en/sharing.js";
import { addTexts, texts } from "../i18n/language.js";
import { home } from "../site-files.js";
import { make } from "../ui/dom.js";
import { CopyField } from "./copy-field.js";
import { openDialog } from "./small-dialog.js";

/**
 * The part of build.json that this dialog shows.
 * @typedef {object} About
 * @property {string} version
 * @property {string} pyodide its version
 * @property {{ licence: string, citation: string, links: Record<string, string> }} about
 */

/** Add the texts of the dialog. @throws {Error} if those of the current language cannot be loaded */
export const loadTexts = () => addTexts("sharing", { sharing });

/** @param {About} build */
export function openAbout({ version, pyodide, about }) {
  const words = texts.sharing.about;
  const citation = new CopyField(Object.assign(make("textarea"), { rows: 4 }), "sharing.about.cite");
  citation.show(`${about.citation}${home.startsWith("http") ? ` ${home}` : ""}`);
  const facts = [words.version(version, pyodide), words.licence(about.licence)].map((text) => make("p", "", text));
  const links = linksTo(about.links, [
    [words.documentation, "docs/index.html"],
    [words.embed, texts.sharing.embed.page],
  ]);
  const listed = links.length > 0 ? [make("h3", "", words.links), make("ul", "", ...links)] : [];
  openDialog("about", words.title, ...facts, make("h3", "", words.cite), citation.element, ...listed);
}

/**
 * @param {Record<string, string>} links of the package, by name
 * @param {[name: string, path: string][]} pages of the site, which a single file does not have
 */
function linksTo(links, pages) {
  const all = Object.entries(links).filter(([, url]) => url.startsWith("https:"));
  if (home.startsWith("http")) {
    all.push(...pages.map(([name, path]) => /** @type {[string, string]} */ ([name, `${home}${path}`])));
  }
  return all.map(([name, url]) => {
    const link = make("a", "", name);
    link.href = url;
    link.target = "_blank";
    link.rel = "noopener";
    return make("li", "", link);
  });
}

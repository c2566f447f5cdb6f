/** The builder of embeds: options, a preview, and the HTML to copy into another page. */

import { LANGUAGES, localise, texts } from "../i18n/language.js";
import { home } from "../site-files.js";
import { make } from "../ui/dom.js";
import { CopyField } from "./copy-field.js";
import { embedUrl, PARTS, snippetOf } from "./embed-code.js";
import { EmbedPreview } from "./embed-preview.js";

/** @import { Tab } from "../ui/tab-list.js" */
/** @import { EmbedOptions } from "./embed-code.js" */
/** @import { SharedPage } from "./share-button.js" */

/** @typedef {[value: string, text: string][]} Choices */

const WIDTHS = ["480px", "760px", "960px"];
const HEIGHTS = { min: 160, max: 3000, step: 20 }; // CSS pixels

/** Whether other pages can embed this one: not if it is a single file. */
export const canBeEmbedded = () => home.startsWith("http");

/** @implements {Tab} */
export class EmbedTab {
  name = "embed";
  title = "sharing.tabs.embed";

  /** @param {SharedPage} page */
  constructor({ models, control }) {
    this.models = models;
    this.control = control;
    this.texts = texts;
    /** @type {EmbedOptions | null} until the tab is opened */
    this.options = null;
    this.form = make("form", "embed-options");
    this.form.addEventListener("input", () => this.update(optionsIn(this.form)));
    this.form.addEventListener("submit", (event) => event.preventDefault());
    const field = make("textarea");
    field.rows = 4;
    field.dataset.testid = "embed-code";
    this.code = new CopyField(field, "sharing.embed.code");
    this.preview = new EmbedPreview();
    this.more = localise(make("a"), { text: "sharing.embed.more" });
    this.more.target = "_blank";
    const note = make("p", "share-note", this.more);
    this.element = make("div", "share-panel embed", this.form, this.preview.element, this.code.element, note);
  }

  opened() {
    const options = this.options ?? this.firstOptions();
    this.form.replaceChildren(...this.fields(options));
    this.preview.title = this.texts.sharing.embed.preview;
    this.more.href = `${home}${this.texts.sharing.embed.page}`;
    this.update(options);
  }

  closed() {
    this.preview.close();
  }

  /** @returns {EmbedOptions} the page's model, with what most courses want to show */
  firstOptions() {
    const { model } = this.control.shownState();
    return {
      kind: "element",
      parts: ["pad", "bars", "diagram"],
      model: this.models.entries.some(({ name }) => name === model) ? model : "",
      digit: "",
      lang: "",
      theme: "",
      click: false,
      readonly: false,
      fit: false,
      width: "100%",
      height: 640,
    };
  }

  /**
   * The fields of the form, each named after its option.
   * @param {EmbedOptions} options
   */
  fields(options) {
    const { shown, parts, click, readonly, fit } = this.texts.sharing.embed;
    const boxes = PARTS.map((part) => checkBox("parts", part, parts[part], options.parts.includes(part)));
    const height = Object.assign(make("input"), { type: "number", name: "height", ...HEIGHTS, value: options.height });
    const picked = Object.entries(this.choices()).map(([name, choices]) =>
      this.labelled(name, picker(name, choices, String(options[/** @type {keyof EmbedOptions} */ (name)]))),
    );
    return [
      make("fieldset", "embed-parts", make("legend", "", shown), ...boxes),
      ...picked,
      checkBox("fit", "1", fit, options.fit),
      this.labelled("height", height),
      checkBox("click", "1", click, options.click),
      checkBox("readonly", "1", readonly, options.readonly),
    ];
  }

  /** @returns {Record<string, Choices>} of each option that is picked from a list */
  choices() {
    const { embed } = this.texts.sharing;
    const models = this.models.entries.map(({ name, title }) => /** @type {[string, string]} */ ([name, title]));
    const digits = Array.from("0123456789", (digit) => /** @type {[string, string]} */ ([digit, digit]));
    const languages = Object.entries(LANGUAGES).map(
      ([code, { name }]) => /** @type {[string, string]} */ ([code, name]),
    );
    const widths = WIDTHS.map((width) => /** @type {[string, string]} */ ([width, width.replace("px", " px")]));
    return {
      model: models,
      digit: [["", embed.example], ...digits],
      lang: [["", embed.visitors], ...languages],
      theme: [
        ["", embed.visitors],
        ["light", embed.light],
        ["dark", embed.dark],
      ],
      kind: [
        ["element", embed.element],
        ["iframe", embed.iframe],
      ],
      width: [["100%", embed.full], ...widths],
    };
  }

  /**
   * @param {string} name
   * @param {HTMLElement} control
   */
  labelled(name, control) {
    control.dataset.testid = `embed-${name}`;
    const { [name]: text } = /** @type {Record<string, string>} */ (this.texts.sharing.embed.labels);
    return make("label", `embed-field embed-${name}`, make("span", "", text), control);
  }

  /** @param {EmbedOptions} options */
  update(options) {
    this.options = options;
    const hasHeight = options.kind === "iframe" || options.fit;
    this.form.classList.toggle("has-height", hasHeight);
    this.code.show(snippetOf(home, options, this.texts.sharing.embed.frameTitle));
    this.preview.show(embedUrl(home, options), { width: options.width, height: hasHeight ? options.height : null });
  }
}

/**
 * @param {string} name
 * @param {Choices} choices
 * @param {string} chosen
 */
function picker(name, choices, chosen) {
  const select = make("select");
  select.name = name;
  select.append(...choices.map(([value, text]) => new Option(text, value, value === chosen, value === chosen)));
  return select;
}

/**
 * @param {string} name
 * @param {string} value
 * @param {string} text
 * @param {boolean} isChecked
 */
function checkBox(name, value, text, isChecked) {
  const box = Object.assign(make("input"), { type: "checkbox", name, value, checked: isChecked });
  box.dataset.testid = name === "parts" ? `embed-part-${value}` : `embed-${name}`;
  return make("label", "check", box, make("span", "", text));
}

/**
 * @param {HTMLFormElement} form
 * @returns {EmbedOptions}
 */
function optionsIn(form) {
  const data = new FormData(form);
  const text = (/** @type {string} */ name) => String(data.get(name) ?? "");
  const height = Math.min(HEIGHTS.max, Math.max(HEIGHTS.min, Math.round(Number(text("height")))));
  return {
    kind: text("kind") === "iframe" ? "iframe" : "element",
    parts: data.getAll("parts").map(String),
    model: text("model"),
    digit: text("digit"),
    lang: text("lang"),
    theme: text("theme"),
    click: data.has("click"),
    readonly: data.has("readonly"),
    fit: data.has("fit"),
    width: text("width"),
    height,
  };
}

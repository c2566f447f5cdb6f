/** The HTML that embeds the page: an address, and the element or the iframe that shows it. */

/**
 * What an embed shows; the parts are those of `?view=` (web/js/embed/url-parameters.js).
 * @typedef {object} EmbedOptions
 * @property {"element" | "iframe"} kind
 * @property {string[]} parts
 * @property {string} model
 * @property {string} digit the sample at the start; empty for none
 * @property {string} lang empty for the visitor's own
 * @property {string} theme likewise
 * @property {boolean} click whether Python is loaded only after a click
 * @property {boolean} readonly
 * @property {boolean} fit whether the content adapts to a given height, instead of the height to the content
 * @property {string} width a CSS width, such as `100%` or `760px`
 * @property {number} height in CSS pixels, of an iframe, and of an element whose content adapts to it
 */

/** The parts that a builder offers, in the order of the page. */
export const PARTS = /** @type {const} */ ([
  "header",
  "pad",
  "samples",
  "options",
  "bars",
  "diagram",
  "inspector",
  "article",
]);

/**
 * The parameters of an embed, in the order of the documentation; without those that have their default.
 * @param {EmbedOptions} options
 * @returns {[name: string, value: string][]}
 */
export function parametersOf({ parts, model, digit, lang, theme, click, readonly, fit }) {
  /** @type {[string, string][]} */
  const all = [
    ["model", model],
    ["digit", digit],
    ["view", PARTS.filter((part) => parts.includes(part)).join(",")],
    ["theme", theme],
    ["lang", lang],
    ["autoload", click ? "click" : ""],
    ["readonly", readonly ? "1" : ""],
    ["fit", fit ? "box" : ""],
  ];
  return all.filter(([, value]) => value !== "");
}

/**
 * The address of the page that an embed shows.
 * @param {string} home the folder of index.html
 * @param {EmbedOptions} options
 */
export function embedUrl(home, options) {
  const query = parametersOf(options).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `${home}index.html?${query.join("&").replaceAll("%2C", ",")}`;
}

/**
 * @param {string} home the folder of index.html
 * @param {EmbedOptions} options
 * @param {string} title says what is in the frame
 */
export function snippetOf(home, options, title) {
  return options.kind === "iframe" ? iframe(home, options, title) : element(home, options, title);
}

/**
 * @param {string} home
 * @param {EmbedOptions} options
 * @param {string} title
 */
function iframe(home, options, title) {
  const src = escaped(embedUrl(home, options));
  const size = `width="${escaped(options.width.replace("px", ""))}" height="${options.height}"`;
  return `<iframe src="${src}"\n        title="${escaped(title)}" loading="lazy" allow="clipboard-write; camera"\n        ${size}></iframe>`;
}

/**
 * @param {string} home
 * @param {EmbedOptions} options
 * @param {string} title
 */
function element(home, options, title) {
  const attributes = parametersOf(options).map(([name, value]) => `${name}="${escaped(value)}"`);
  const sizes = [
    options.width === "100%" ? "" : `max-width: ${options.width}`,
    options.fit ? `height: ${options.height}px` : "",
  ].filter(Boolean);
  const style = sizes.length > 0 ? [`style="${escaped(sizes.join("; "))}"`] : [];
  const all = [...attributes, `title="${escaped(title)}"`, ...style].join(" ");
  return `<script src="${escaped(home)}glass-cnn.js" defer></script>\n<glass-cnn ${all}></glass-cnn>`;
}

/** @param {string} text inside an attribute */
const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");

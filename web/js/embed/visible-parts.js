/** Options of an embedded page: its visible parts, and the read-only mode. */

/** Parts of other parts: only the editor and its checks among the tabs, only the open stage of the diagram. */
const WITHIN = /** @type {Record<string, string>} */ ({ code: "inspector", stage: "diagram" });

/** The names of all parts that can be shown or hidden: the values of `data-part` in the document, and parts of those. */
export function namesOfParts() {
  return [...new Set(elements().map(nameOf)), ...Object.keys(WITHIN)];
}

/** @returns {HTMLElement[]} */
const elements = () => [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-part]"))];

/** @param {HTMLElement} element */
const nameOf = (element) => element.dataset.part ?? "";

/**
 * Hide all parts except some.
 * @param {string[]} shown
 */
export function showOnly(shown) {
  const whole = shown.filter((name) => !shown.includes(WITHIN[name]));
  document.documentElement.dataset.view = whole.join(" ");
  const visible = whole.map((name) => WITHIN[name] ?? name);
  for (const element of elements()) {
    element.classList.toggle("left-out", !visible.includes(nameOf(element)));
  }
}

/**
 * In a frame, hide the article, which is as long as the page that embeds it should not be; `view` can ask for it. The
 * frame may get the height of the page, so the page must not have the height of the frame.
 */
export function leaveOutArticle() {
  document.documentElement.dataset.framed = "";
  for (const element of elements().filter((part) => nameOf(part) === "article")) {
    element.classList.add("left-out");
  }
}

/**
 * Lay the page out in the size of its frame: pad, bars and network in one row, or one above the other where the frame is
 * higher than wide. What does not fit scrolls.
 */
export function fitBox() {
  document.documentElement.dataset.fit = "box";
}

/** Disable input to the pad and to all controls that change the drawing; everything else can still be used. */
export function makeReadonly() {
  document.documentElement.dataset.readonly = "";
  for (const element of elements().filter((part) => part.dataset.changes !== undefined)) {
    element.inert = true;
  }
}

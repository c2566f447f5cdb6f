/** A dialog with a heading and one panel, which is closed by its button, by Escape and by a click beside it. */

import { localise } from "../i18n/language.js";
import { button, make } from "../ui/dom.js";

/**
 * @param {string} name of its parts in tests and for assistive technology
 * @param {string} title
 * @param {...Node} content
 * @returns {HTMLDialogElement} open; it leaves the document when it closes, since the next one is in the language of its time
 */
export function openDialog(name, title, ...content) {
  const heading = make("h2", "", title);
  heading.id = `${name}-title`;
  const close = localise(
    button("quiet", "✕", () => dialog.close()),
    { label: "page.close" },
  );
  close.dataset.testid = `${name}-close`;
  const panel = make("div", "share-panel", ...content);
  const dialog = make("dialog", "share-dialog", make("div", "share-head", heading, close), panel);
  dialog.dataset.testid = name;
  dialog.setAttribute("aria-labelledby", heading.id);
  dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

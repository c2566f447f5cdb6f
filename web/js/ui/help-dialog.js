/** The help dialog: what the page is, its keyboard shortcuts, and where models and drawings are stored. */

import { home } from "../site-files.js";

/**
 * @param {{ dialog: HTMLDialogElement, open: HTMLElement, close: HTMLElement, tour: HTMLElement,
 *   documentation: HTMLAnchorElement, about: HTMLElement }} parts
 * @param {{ tour: () => void, about: () => void }} actions what else can be opened from here
 */
export function startHelp({ dialog, open, close, tour, documentation, about }, actions) {
  documentation.hidden = !home.startsWith("http"); // a single file is without it
  documentation.href = `${home}docs/index.html`;
  open.addEventListener("click", () => dialog.showModal());
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close()); // a click on the backdrop
  tour.addEventListener("click", () => {
    dialog.close();
    actions.tour();
  });
  about.addEventListener("click", () => {
    dialog.close(); // the focus goes back to the button of the help, and from the next dialog too
    actions.about();
  });
}

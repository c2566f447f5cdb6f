/** The help dialog: what the page is, its keyboard shortcuts, and where models and drawings are stored. */

/**
 * @param {{ dialog: HTMLDialogElement, open: HTMLElement, close: HTMLElement, tour: HTMLElement }} parts
 * @param {() => void} onTour
 */
export function startHelp({ dialog, open, close, tour }, onTour) {
  open.addEventListener("click", () => dialog.showModal());
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close()); // a click on the backdrop
  tour.addEventListener("click", () => {
    dialog.close();
    onTour();
  });
}

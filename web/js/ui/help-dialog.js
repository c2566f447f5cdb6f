/** The help: what the page is, its keys, and where models and drawings stay. */

/**
 * @param {{ dialog: HTMLDialogElement, open: HTMLElement, close: HTMLElement, tour: HTMLElement }} parts
 * @param {() => void} beginTour
 */
export function startHelp({ dialog, open, close, tour }, beginTour) {
  open.addEventListener("click", () => dialog.showModal());
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close()); // the backdrop is the dialog's own
  tour.addEventListener("click", () => {
    dialog.close();
    beginTour();
  });
}

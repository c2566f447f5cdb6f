/** The buttons, switches and keys around the pad, as calls with names. */

/**
 * @typedef {object} Actions
 * @property {() => void} undo
 * @property {() => void} redo
 * @property {() => void} clear
 * @property {() => void} escape
 * @property {() => void} penDown a pointer touches the pad
 * @property {(size: number) => void} brush
 * @property {(centre: boolean) => void} centre
 * @property {(digit: number) => void} digit a digit key
 */

/**
 * @param {(id: string) => HTMLElement} part
 * @param {Actions} actions
 */
export function listenToControls(part, actions) {
  part("undo").addEventListener("click", actions.undo);
  part("redo").addEventListener("click", actions.redo);
  part("clear").addEventListener("click", actions.clear);
  part("pad").addEventListener("pointerdown", actions.penDown, { capture: true });
  part("brush").addEventListener("input", ({ target }) =>
    actions.brush(Number(/** @type {HTMLInputElement} */ (target).value)),
  );
  part("grid").addEventListener("change", ({ target }) => {
    part("pad-grid").hidden = !(/** @type {HTMLInputElement} */ (target).checked);
  });
  for (const radio of document.querySelectorAll("input[name=placement]")) {
    radio.addEventListener("change", () => actions.centre(placementIsCentred()));
  }
  document.addEventListener("keydown", (event) => onKey(event, actions));
}

/** Whether ink is placed the way MNIST was made. */
function placementIsCentred() {
  return document.querySelector("input[name=placement]:checked")?.getAttribute("value") === "centred";
}

/**
 * @param {KeyboardEvent} event
 * @param {Actions} actions
 */
function onKey(event, actions) {
  const place = /** @type {Element} */ (event.target);
  const key = event.key.toLowerCase();
  if (
    event.altKey ||
    place.closest?.("select, textarea, input[type=text], input[type=search], input:not([type]), dialog")
  ) {
    return;
  }
  if (event.ctrlKey || event.metaKey) {
    if (key === "z" || key === "y") {
      event.preventDefault();
      (event.shiftKey || key === "y" ? actions.redo : actions.undo)();
    }
  } else if (key === "escape") {
    actions.escape();
  } else if (/^\d$/.test(key) && place.closest?.("#pad, #samples")) {
    // A key alone acts only where it belongs, so that nobody who speaks to the computer draws by accident (WCAG 2.1.4).
    actions.digit(Number(key));
  }
}

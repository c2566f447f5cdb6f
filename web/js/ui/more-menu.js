/** The menu “⋯”: what has no place in the header of a narrow window opens below it. */

/**
 * @param {{ button: HTMLElement, menu: HTMLElement }} parts
 */
export function startMoreMenu({ button, menu }) {
  const isOpen = () => menu.classList.contains("open");
  const show = (/** @type {boolean} */ open) => {
    menu.classList.toggle("open", open);
    button.setAttribute("aria-expanded", String(open));
  };
  button.addEventListener("click", () => show(!isOpen()));
  const choose = (/** @type {Event} */ { target }) => {
    const chosen = target instanceof Element ? target.closest("button") : null;
    if (isOpen() && chosen && chosen.id !== "theme") {
      show(false); // what it opens must not be covered
      button.focus(); // the dialog that it opens gives the focus back
    }
  };
  menu.addEventListener("click", choose, { capture: true }); // before it opens anything
  for (const part of [button, menu]) {
    part.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && isOpen()) {
        event.stopPropagation(); // elsewhere, Escape clears the pad
        show(false);
        button.focus();
      }
    });
  }
  document.addEventListener("pointerdown", ({ target }) => {
    if (target instanceof Node && !menu.contains(target) && !button.contains(target)) {
      show(false);
    }
  });
}

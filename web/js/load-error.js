/**
 * Says so where the page's scripts do not load, as in a sandboxed frame whose host lets no other origin read its files.
 * A classic script: those are not asked for their origin.
 */

addEventListener(
  "error",
  ({ target }) => {
    if (target instanceof HTMLScriptElement) {
      /** @type {HTMLElement} */ (document.getElementById("unloaded")).hidden = false;
      document.documentElement.dataset.state = "error";
    }
  },
  { capture: true },
);

/**
 * Shows a notice when a script of the page does not load, as in a sandboxed frame on a host that sends no CORS headers.
 * A classic script, because those are loaded without CORS.
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

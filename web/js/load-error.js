/**
 * Says what the page's scripts cannot say before they run: that a script does not load or does not run, that they are late,
 * and that the style sheet is missing or damaged. A classic script, because those are loaded without CORS.
 */

{
  const LATE = 15_000; // milliseconds
  const SCRIPTS_OR_STYLES = /\.(js|css)$/;

  const hasBegun = () => "glasscnn" in window; // main.js has run
  const notice = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));

  /**
   * Show a notice, and fetch the scripts and styles again, so that the browser's cache holds no damaged one when the page is
   * reloaded.
   * @param {string} id
   */
  const report = (id) => {
    notice("late").hidden = true;
    notice(id).hidden = false;
    if (self.origin === "null") {
      return; // a sandboxed frame may fetch nothing
    }
    for (const { name } of performance.getEntriesByType("resource")) {
      if (SCRIPTS_OR_STYLES.test(name)) {
        fetch(name, { cache: "reload" }).catch(() => {}); // the host may still not answer
      }
    }
  };

  const isStyled = () => getComputedStyle(document.documentElement).getPropertyValue("--page-styles") !== "";

  addEventListener(
    "error",
    ({ target }) => {
      if (target instanceof HTMLScriptElement || (target === window && !hasBegun())) {
        report("unloaded");
        document.documentElement.dataset.state = "error";
      }
    },
    { capture: true },
  );

  addEventListener("load", () => isStyled() || report("unstyled"));

  const waiting = setInterval(() => {
    const hasEnded = hasBegun() || !notice("unloaded").hidden;
    notice("late").hidden = hasEnded || performance.now() < LATE;
    if (hasEnded) {
      clearInterval(waiting);
    }
  }, 500);
}

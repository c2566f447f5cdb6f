/** Whether the page is dark or light: the chosen theme, or the system's. */

const darkSystem = matchMedia("(prefers-color-scheme: dark)");

/** @typedef {"dark" | "light"} Background */

/** @returns {Background} */
export function pageBackground() {
  const { theme } = document.documentElement.dataset;
  return theme === "dark" || (theme !== "light" && darkSystem.matches) ? "dark" : "light";
}

/** @param {() => void} onChange called when it may have changed */
export function watchBackground(onChange) {
  darkSystem.addEventListener("change", onChange);
  new MutationObserver(onChange).observe(document.documentElement, { attributeFilter: ["data-theme"] });
}

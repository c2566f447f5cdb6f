/**
 * The drawing survives a reload: when the page is left or hidden it is kept for this tab, and the next page in the tab
 * begins with it. An address that says what is on the pad comes first, unless that very page is reloaded.
 *
 * A frame keeps nothing: all frames of a tab share one storage, and what a frame shows is up to the page around it.
 */

import { checkState } from "../embed/public-api.js";

/** @import { State } from "../protocol/page-state.js" */

/** @typedef {Pick<State, "strokes" | "brush" | "centre" | "image">} KeptDrawing */

const KEY = `glasscnn: drawing on ${location.pathname}`; // several sites can share an origin
const LARGEST = 2_000_000; // characters, about 40,000 points; browsers keep 5 million for an origin

/**
 * What the page before in this tab has kept; null if there is nothing, or if the address asks for something else.
 * @param {boolean} isAsked whether the address says what is on the pad
 * @returns {KeptDrawing | null}
 */
export function keptDrawing(isAsked) {
  if (window.top !== window) {
    return null;
  }
  try {
    const { address, state } = JSON.parse(sessionStorage.getItem(KEY) ?? "{}");
    const isSamePage = address === location.href && cameBack();
    if (!state || (isAsked && !isSamePage)) {
      return null;
    }
    const { strokes, brush, centre, image } = checkState(state);
    return { strokes, brush, centre, image };
  } catch {
    return null; // storage is refused, or somebody else has written there
  }
}

/** Whether the browser has reloaded the page, or gone back or forward to it. */
function cameBack() {
  const [navigation] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  return navigation?.type === "reload" || navigation?.type === "back_forward";
}

/**
 * Keep the drawing whenever the page is left or hidden.
 * @param {() => State | null} getState null as long as nobody has drawn
 */
export function keepDrawing(getState) {
  if (window.top !== window) {
    return;
  }
  const keep = () => {
    const all = getState();
    if (!all) {
      return;
    }
    const { version, strokes, brush, centre, model, stage, image } = all;
    const state = { version, strokes, brush, centre, model, stage, image };
    const text = JSON.stringify({ address: location.href, state });
    try {
      sessionStorage.removeItem(KEY); // rather nothing than an older drawing
      if (text.length <= LARGEST) {
        sessionStorage.setItem(KEY, text);
      }
    } catch {
      // Storage is refused or full: the drawing lasts as long as the page.
    }
  };
  addEventListener("pagehide", keep);
  document.addEventListener("visibilitychange", () => document.hidden && keep());
}

/**
 * The drawing survives a reload, and so do a few changed weights: both are stored for this tab when the page is left or hidden, and the next page in the tab
 * starts with it. A URL that says what is on the pad takes precedence, unless that very page is reloaded.
 *
 * A frame stores nothing: all frames of a tab share one storage, and the embedding page decides what a frame shows.
 */

import { checkState } from "../embed/public-api.js";

/** @import { State } from "../protocol/page-state.js" */

/**
 * The weights belong to their model, so that is kept with them.
 * @typedef {Pick<State, "strokes" | "brush" | "centre" | "image"> & Partial<Pick<State, "weights" | "model">>} KeptDrawing
 */

const KEY = `glasscnn: drawing on ${location.pathname}`; // several sites can share an origin
const MAX_LENGTH = 2_000_000; // characters, about 40,000 points; browsers keep 5 million for an origin

/**
 * The drawing that the previous page in this tab has stored; null if there is none, or if the URL asks for another input.
 * @param {boolean} asksForInput whether the URL says what is on the pad
 * @returns {KeptDrawing | null}
 */
export function keptDrawing(asksForInput) {
  if (window.top !== window) {
    return null;
  }
  try {
    const { address, state } = JSON.parse(sessionStorage.getItem(KEY) ?? "{}");
    const isSamePage = address === location.href && cameBack();
    if (!state || (asksForInput && !isSamePage)) {
      return null;
    }
    const { strokes, brush, centre, image, weights, model } = checkState(state);
    return { strokes, brush, centre, image, weights, ...(weights && { model }) };
  } catch {
    return null; // storage is refused, or another page has written there
  }
}

/** Whether the browser has reloaded the page, or has gone back or forward to it. */
function cameBack() {
  const [navigation] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  return navigation?.type === "reload" || navigation?.type === "back_forward";
}

/**
 * Store the drawing whenever the page is left or hidden.
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
    const { version, strokes, brush, centre, model, stage, image, weights } = all;
    const state = { version, strokes, brush, centre, model, stage, image, weights };
    const text = JSON.stringify({ address: location.href, state });
    try {
      sessionStorage.removeItem(KEY); // no drawing is better than an older one
      if (text.length <= MAX_LENGTH) {
        sessionStorage.setItem(KEY, text);
      }
    } catch {
      // Storage is refused or full: the drawing lasts as long as the page.
    }
  };
  addEventListener("pagehide", keep);
  document.addEventListener("visibilitychange", () => document.hidden && keep());
}

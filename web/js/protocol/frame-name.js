/**
 * What a page in a frame is given by the frame's name, the one way in which a notebook's output can hand something to a page
 * at another address without a script (py/glasscnn/notebook.py). It is foreign input: only a model, strokes and an image are
 * taken, and these are checked where they are opened (web/js/app/handover.js).
 */

/** @import { Handover } from "./page-state.js" */

const MARK = "glasscnn:";

/**
 * @param {string} name `glasscnn:{"model": {"name": "deep", "bundled": true}, "strokes": […]}`
 * @returns {Handover | null} null if the name is of another kind
 */
export function givenByName(name) {
  if (!name.startsWith(MARK)) {
    return null;
  }
  try {
    const { model, strokes, image } = JSON.parse(name.slice(MARK.length));
    return typeof model?.name === "string" ? { model, strokes, image } : null;
  } catch {
    return null;
  }
}

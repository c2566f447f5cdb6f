/** Places for the titles of the panes: beside their pane, facing the viewer, over neither another pane nor another title. */

/** @import { Box } from "./camera.js" */

/** @typedef {{ width: number, height: number }} Size */

const SPACE = 6; // CSS pixels between a pane and its title
const EDGE = 4; // CSS pixels between a title and the edge of the view
const BETWEEN = 4; // CSS pixels between titles

/**
 * Titles above the panes: each is raised above everything in its way, and above titles that are placed already.
 * @param {Box[]} panes on the screen
 * @param {Size[]} titles
 * @param {Box[]} obstacles
 * @param {number} viewWidth, in CSS pixels
 * @returns {Box[]}
 */
export function placesAbove(panes, titles, obstacles, viewWidth) {
  /** @type {Box[]} */
  const placed = [];
  for (const [number, { width, height }] of titles.entries()) {
    const pane = panes[number];
    const x = clamp(pane.x + pane.width / 2 - width / 2, EDGE, viewWidth - EDGE - width);
    const inTheWay = [...panes, ...obstacles].filter((other) => other.x < x + width && x < other.x + other.width);
    let bottom = Math.min(...inTheWay.map(({ y }) => y), pane.y) - SPACE;
    for (const other of [...placed].sort((one, two) => two.y - one.y)) {
      const isBeside = other.x >= x + width + BETWEEN || other.x + other.width + BETWEEN <= x;
      if (!isBeside && other.y < bottom && other.y + other.height + BETWEEN > bottom - height) {
        bottom = other.y - BETWEEN;
      }
    }
    placed.push({ x, y: bottom - height, width, height });
  }
  return placed;
}

/**
 * Titles to the left of the panes; titles that would meet are moved down.
 * @param {Box[]} panes on the screen
 * @param {Size[]} titles
 * @param {Box[]} obstacles
 * @param {number} viewWidth, in CSS pixels
 * @returns {Box[]}
 */
export function placesBeside(panes, titles, obstacles, viewWidth) {
  let end = Number.NEGATIVE_INFINITY; // of the titles placed so far
  return titles.map(({ width, height }, number) => {
    const pane = panes[number];
    const y = Math.max(end + BETWEEN, pane.y + pane.height / 2 - height / 2);
    end = y + height;
    const inTheWay = [...panes, ...obstacles].filter((other) => other.y < y + height && y < other.y + other.height);
    const right = Math.min(...inTheWay.map((other) => other.x), pane.x) - SPACE;
    return { x: clamp(right - width, EDGE, viewWidth - EDGE - width), y, width, height };
  });
}

/**
 * @param {number} number
 * @param {number} least
 * @param {number} most
 */
function clamp(number, least, most) {
  return Math.max(least, Math.min(most, number));
}

import assert from "node:assert/strict";
import { test } from "node:test";
import { maskOutline } from "../../web/js/panels/cell/mask-outline.js";
import { forSeeds } from "./support/random.js";

/**
 * A mask written as text: # is inside.
 * @param {string[]} rows
 */
function mask(rows) {
  return {
    width: rows[0].length,
    height: rows.length,
    has: (/** @type {number} */ row, /** @type {number} */ column) => rows[row][column] === "#",
  };
}

/**
 * The unit edges that a path draws, such as "0,0h" from the top left corner to the right.
 * @param {string} path
 */
function edgesIn(path) {
  return [...path.matchAll(/M(-?\d+) (-?\d+)([hv])(\d+)/g)].flatMap(([, x, y, direction, length]) =>
    Array.from({ length: Number(length) }, (_, at) =>
      direction === "h" ? `${Number(x) + at},${y}h` : `${x},${Number(y) + at}v`,
    ),
  );
}

/**
 * The edges between a cell inside the mask and a cell outside of it, or the border.
 * @param {string[]} rows
 */
function edgesOf(rows) {
  const isIn = (/** @type {number} */ row, /** @type {number} */ column) => rows[row]?.[column] === "#";
  return rows.flatMap((line, row) =>
    Array.from(line).flatMap((_, column) => {
      if (!isIn(row, column)) {
        return [];
      }
      return [
        ...(isIn(row - 1, column) ? [] : [`${column},${row}h`]),
        ...(isIn(row + 1, column) ? [] : [`${column},${row + 1}h`]),
        ...(isIn(row, column - 1) ? [] : [`${column},${row}v`]),
        ...(isIn(row, column + 1) ? [] : [`${column + 1},${row}v`]),
      ];
    }),
  );
}

test("a rectangle is four lines, set down where it is asked for", () => {
  assert.equal(maskOutline(mask(["##", "##", "##"]), 5, 7), "M5 7h2M5 10h2M5 7v3M7 7v3");
});

test("nothing has no outline", () => {
  assert.equal(maskOutline(mask(["..", ".."]), 0, 0), "");
});

test("a hole has an outline of its own", () => {
  const path = maskOutline(mask(["###", "#.#", "###"]), 0, 0);
  assert.equal(path, "M0 0h3M1 1h1M1 2h1M0 3h3M0 0v3M1 1v1M2 1v1M3 0v3");
});

test("exactly the edges between inside and outside are drawn, each once, for any mask", () => {
  forSeeds(300, (random) => {
    const width = random.integer(1, 8);
    const rows = Array.from({ length: random.integer(1, 8) }, () =>
      random.text(width, random.pick(["#.", "##.", "#"])),
    );
    assert.deepEqual(edgesIn(maskOutline(mask(rows), 0, 0)).sort(), edgesOf(rows).sort());
  });
});

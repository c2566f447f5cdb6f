import assert from "node:assert/strict";
import { test } from "node:test";
import { panelWords as words } from "../../web/js/i18n/en/panels.js";
import { CellSelection } from "../../web/js/panels/cell/cell-selection.js";

const STAGE = /** @type {any} */ ({ name: "conv1", shape: [8, 4, 6] });
const OTHER_STAGE = /** @type {any} */ ({ name: "conv2", shape: [16, 4, 6] });

/**
 * @param {number} channel
 * @param {number} row
 * @param {number} column
 */
const cell = (channel, row, column) => ({ stage: "conv1", channel, row, column });

/** A selection, with a panel and announcements that record their calls. */
function makeSelection() {
  /** @type {string[]} */
  const calls = [];
  const panel = {
    context: { texts: words },
    views: { stop: () => calls.push("stop") },
    openStage: (/** @type {string} */ name) => calls.push(`open ${name}`),
    refresh: () => calls.push("refresh"),
  };
  const announcements = {
    announce: (/** @type {string} */ sentence) => calls.push(sentence),
    announceCell: (/** @type {any} */ { channel, row, column }, /** @type {any} */ sentence) =>
      calls.push(sentence(`${channel} ${row} ${column}`, "0.5")),
  };
  const selection = new CellSelection(/** @type {any} */ (panel), /** @type {any} */ (announcements));
  return { selection, calls };
}

test("a hovered cell is explained once, and is deselected when the pointer leaves the maps", () => {
  const { selection, calls } = makeSelection();
  selection.hover(cell(1, 2, 3), 70);
  selection.hover(cell(1, 2, 3), 80);
  assert.deepEqual([selection.cell, selection.pinned, selection.pointerTime], [cell(1, 2, 3), null, 70]);
  assert.deepEqual(calls, ["refresh"]);
  selection.leave();
  assert.equal(selection.cell, null);
  assert.deepEqual(calls, ["refresh", "refresh"]);
});

test("a click pins a cell and opens its stage, and the pointer does not move the pin", () => {
  const { selection, calls } = makeSelection();
  selection.click(cell(1, 2, 3), 70);
  selection.hover(cell(0, 0, 0), 80);
  selection.leave();
  assert.deepEqual(selection.pinned, cell(1, 2, 3));
  assert.deepEqual(calls.slice(0, 3), ["open conv1", "refresh", words.look.pinned("1 2 3", "0.5")]);
});

test("a click on the pinned cell unpins it, stops the animation, and leaves the cell hovered", () => {
  const { selection, calls } = makeSelection();
  selection.click(cell(1, 2, 3), 70);
  selection.click(cell(1, 2, 3), 90);
  assert.deepEqual([selection.pinned, selection.cell, selection.pointerTime], [null, cell(1, 2, 3), 90]);
  assert.deepEqual(calls.slice(3), ["stop", words.look.released, "refresh"]);
});

test("arrow keys start at the centre of the first map, and the selection stays when the pointer leaves", () => {
  const { selection, calls } = makeSelection();
  assert.ok(selection.moveByKey(STAGE, "ArrowLeft"));
  assert.deepEqual(selection.cell, cell(0, 2, 3));
  assert.ok(selection.moveByKey(STAGE, "ArrowLeft"));
  selection.leave();
  assert.deepEqual([selection.cell, selection.pinned], [cell(0, 2, 2), null]);
  assert.equal(calls.at(-1), words.look.pointed("0 2 2", "0.5"));
});

test("a key that moves nothing is left to the page", () => {
  const { selection, calls } = makeSelection();
  assert.ok(!selection.moveByKey(STAGE, "a"));
  assert.deepEqual([selection.cell, calls], [null, []]);
});

test("an arrow key moves the pin within its stage, and starts at the centre of another stage", () => {
  const { selection } = makeSelection();
  selection.click(cell(7, 3, 5), 70);
  selection.moveByKey(STAGE, "PageUp");
  assert.deepEqual(selection.pinned, cell(6, 3, 5));
  selection.moveByKey(OTHER_STAGE, "PageUp");
  assert.deepEqual(selection.pinned, { stage: "conv2", channel: 0, row: 2, column: 3 });
});

test("Enter pins the cell that the keys have reached, in its own stage only, and not twice", () => {
  const { selection } = makeSelection();
  selection.moveByKey(STAGE, "ArrowUp");
  assert.ok(!selection.pressStage(OTHER_STAGE));
  assert.ok(selection.pressStage(STAGE));
  assert.deepEqual(selection.pinned, cell(0, 2, 3));
  assert.ok(!selection.pressStage(STAGE));
});

test("the button that unpins leaves no cell selected, since the pointer is on it and not on the maps", () => {
  const { selection } = makeSelection();
  selection.click(cell(1, 2, 3), 70);
  selection.togglePin(null);
  assert.deepEqual([selection.pinned, selection.cell], [null, null]);
  selection.togglePin(cell(1, 1, 1));
  assert.deepEqual(selection.pinned, cell(1, 1, 1));
});

test("Escape clears a pin and a cell that is pointed at, and says so only of the pin", () => {
  const { selection, calls } = makeSelection();
  assert.ok(!selection.escape());
  selection.hover(cell(1, 2, 3), 70);
  assert.ok(selection.escape());
  assert.deepEqual([selection.cell, calls], [null, ["refresh", "refresh"]]);
  selection.click(cell(1, 2, 3), 80);
  assert.ok(selection.escape());
  assert.equal(selection.cell, null);
  selection.moveByKey(STAGE, "ArrowUp");
  assert.ok(selection.escape());
  assert.equal(selection.cell, null);
});

test("drawing ends pointing at cells, also by keyboard, and leaves the pin", () => {
  const { selection } = makeSelection();
  selection.moveByKey(STAGE, "ArrowUp");
  selection.drop();
  assert.equal(selection.cell, null);
  selection.click(cell(1, 2, 3), 80);
  selection.drop();
  assert.deepEqual(selection.cell, cell(1, 2, 3));
});

test("a pin that is lost with its model is announced, until another cell is pinned", () => {
  const { selection, calls } = makeSelection();
  selection.hover(cell(1, 2, 3), 70);
  selection.stagesReplaced();
  assert.deepEqual([selection.cell, selection.lostPin, calls], [null, false, ["refresh"]]);
  selection.click(cell(1, 2, 3), 80);
  selection.stagesReplaced();
  assert.deepEqual([selection.cell, selection.lostPin, calls.at(-1)], [null, true, words.look.gone]);
  selection.click(cell(1, 2, 3), 90);
  assert.equal(selection.lostPin, false);
});

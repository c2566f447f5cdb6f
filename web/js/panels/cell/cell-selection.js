/** The selected cell: pinned by a click or Enter, else hovered with the pointer or reached with the arrow keys. */

import { centreCell, isSameCell, neighbourCell } from "./cells.js";

/** @import { Stage } from "../../protocol/messages.js" */
/** @import { Place } from "../../protocol/questions.js" */
/** @import { CellAnnouncements } from "./announcements.js" */
/** @import { CellPanel } from "./cell-panel.js" */

export class CellSelection {
  /**
   * @param {CellPanel} panel explains the selected cell; notified of every change
   * @param {CellAnnouncements} announcements
   */
  constructor(panel, announcements) {
    this.panel = panel;
    this.announcements = announcements;
    this.texts = panel.context.texts.look;
    /** @type {Place | null} */
    this.pinned = null;
    /** @type {Place | null} */
    this.hovered = null;
    this.isKeyboard = false; // whether `hovered` was reached with the keyboard: the pointer does not clear it
    this.isNew = false; // whether the pinned cell's computation has yet to be announced
    this.lostPin = false; // whether the pinned cell disappeared with its model
    this.pointerTime = 0; // of the pointer event whose cell is not explained yet; 0 if there is none
  }

  /** The cell to explain. */
  get cell() {
    return this.pinned ?? this.hovered;
  }

  /**
   * The pointer is over a cell; a pinned cell stays selected.
   * @param {Place} cell
   * @param {number} time of the event
   */
  hover(cell, time) {
    if (!this.pinned && !isSameCell(cell, this.hovered)) {
      this.hovered = cell;
      this.isKeyboard = false;
      this.pointerTime = time;
      this.panel.refresh();
    }
  }

  /** The pointer has left the maps. */
  leave() {
    if (!this.isKeyboard) {
      this.drop();
    }
  }

  /** Forget the cell that is only pointed at, also one reached with the keyboard. */
  drop() {
    if (this.hovered && !this.pinned) {
      this.hovered = null;
      this.panel.refresh();
    }
  }

  /**
   * Pins the cell that was clicked, or unpins it if it is pinned.
   * @param {Place} cell
   * @param {number} time of the event
   */
  click(cell, time) {
    this.pointerTime = time;
    this.hovered = cell;
    if (isSameCell(cell, this.pinned)) {
      this.unpin();
    } else {
      this.pin(cell);
    }
  }

  /**
   * Pins a cell and opens its stage.
   * @param {Place} cell
   */
  pin(cell) {
    this.pinned = cell;
    this.isNew = true;
    this.lostPin = false;
    this.panel.openStage(cell.stage);
    this.panel.refresh();
    this.announcements.announceCell(cell, this.texts.pinned);
  }

  unpin() {
    this.pinned = null;
    this.panel.views.stop();
    this.announcements.announce(this.texts.released);
    this.panel.refresh();
  }

  /** @param {Place | null} cell to pin if none is */
  togglePin(cell) {
    if (this.pinned) {
      this.hovered = null; // the pointer is on a button
      this.unpin();
    } else if (cell) {
      this.pin(cell);
    }
  }

  /**
   * Moves the pin without an announcement, for the sliding window.
   * @param {Place} cell
   */
  movePin(cell) {
    this.pinned = cell;
    this.panel.refresh();
  }

  /**
   * Moves the selection within the focused stage; the first key selects the stage's centre.
   * @param {Stage} stage
   * @param {string} key
   * @returns {boolean} whether it is a navigation key
   */
  moveByKey(stage, key) {
    const start = this.cell?.stage === stage.name ? this.cell : null;
    const next = neighbourCell(stage, start ?? centreCell(stage), key);
    if (!next) {
      return false;
    }
    const cell = start ? next : centreCell(stage);
    if (this.pinned) {
      this.pinned = cell;
    } else {
      this.hovered = cell;
      this.isKeyboard = true;
    }
    this.panel.refresh();
    this.announcements.announceCell(cell, this.pinned ? this.texts.pinned : this.texts.pointed);
    return true;
  }

  /**
   * Enter or Space on a stage pins the cell that the arrow keys have reached in it.
   * @param {Stage} stage
   * @returns {boolean} whether a cell was pinned
   */
  pressStage(stage) {
    if (this.hovered?.stage !== stage.name || this.pinned) {
      return false;
    }
    this.pin(this.hovered);
    return true;
  }

  /** @returns {boolean} whether there was a selection for Escape to clear */
  escape() {
    const hasSelection = this.cell !== null;
    if (this.pinned) {
      this.hovered = null;
      this.unpin();
    } else {
      this.drop();
    }
    return hasSelection;
  }

  /** The stages were replaced by those of another model: no cell of the previous one exists any more. */
  stagesReplaced() {
    this.lostPin = this.pinned !== null;
    if (this.lostPin) {
      this.announcements.announce(this.texts.gone);
    }
    this.clear();
  }

  clear() {
    this.pinned = this.hovered = null;
  }
}

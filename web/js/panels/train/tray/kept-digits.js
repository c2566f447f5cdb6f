/**
 * Keeps a tray from visit to visit. Each digit is a record of its own, so that two open pages leave each other's digits
 * alone; what one page writes, the others are told. Where nothing can be stored, the tray lasts until the page is closed.
 */

import { pause } from "../../../lib/pause.js";
import { plain } from "./digit-tray.js";
import { digitOf } from "./tray-file.js";

/** @import { DigitTray, OwnDigit } from "./digit-tray.js" */

/** @typedef {[id: string, text: string]} DigitRecord a digit as JSON, under its id */

/**
 * @typedef {object} DigitStore
 * @property {() => Promise<DigitRecord[]>} all
 * @property {(records: DigitRecord[], removed: string[]) => Promise<void>} write all of it, or nothing
 */

/**
 * Reaches the other pages of the site that are open, as a BroadcastChannel does.
 * @typedef {Pick<BroadcastChannel, "postMessage" | "addEventListener">} Channel
 */

/**
 * @typedef {{ digits: OwnDigit[], records: DigitRecord[], removed: string[] }} Difference digits to write, as records, too,
 *   and ids to remove
 */
/** @typedef {"refused" | "full"} Trouble with the store: nothing can be kept, or no more */

const AT_ONCE = 200; // digits that are read or written before the page may do something else

/** Dispatches "change" when something has been kept or cannot be kept. */
export class KeptDigits extends EventTarget {
  /**
   * @param {DigitTray} tray
   * @param {DigitStore} store
   * @param {Channel | null} channel null where there is none
   */
  constructor(tray, store, channel) {
    super();
    this.tray = tray;
    this.store = store;
    this.channel = channel;
    /** @type {Map<string, { digit: OwnDigit | null, size: number }>} what is in the store, by id; null to be removed */
    this.kept = new Map();
    /** @type {Trouble | null} */
    this.trouble = null;
    /** @type {string[]} ids of records that cannot be read */
    this.damaged = [];
    /** @type {Promise<void> | null} */
    this.saving = null;
    this.loading = this.load();
    tray.addEventListener("change", () => this.save());
    channel?.addEventListener("message", (event) => this.receive(/** @type {MessageEvent} */ (event).data));
  }

  /** The size of what is kept, in bytes. */
  get size() {
    return [...this.kept.values()].reduce((sum, { size }) => sum + size, 0);
  }

  async load() {
    try {
      const records = await this.store.all();
      const digits = [];
      for (let start = 0; start < records.length; start += AT_ONCE) {
        digits.push(...this.read(records.slice(start, start + AT_ONCE)));
        await pause();
      }
      this.tray.merge(digits);
    } catch {
      this.trouble = "refused";
    }
    this.dispatchEvent(new Event("change"));
  }

  /**
   * @param {DigitRecord[]} records
   * @returns {OwnDigit[]} those that can be read
   */
  read(records) {
    return records.flatMap(([id, text]) => {
      try {
        const digit = { ...digitOf(JSON.parse(text)), id };
        this.kept.set(id, { digit, size: sizeOf(text) });
        return [digit];
      } catch {
        this.damaged.push(id); // or another version of the page has written it
        return [];
      }
    });
  }

  /** Write what has changed in the tray. */
  save() {
    this.saving ??= this.saveAll();
  }

  /** Write part by part, until nothing differs, or the store refuses. */
  async saveAll() {
    await this.loading;
    let part = this.trouble === "refused" ? null : this.difference();
    while (part) {
      try {
        await this.write(part);
        part = this.difference();
      } catch (error) {
        this.trouble = error instanceof Error && error.name === "QuotaExceededError" ? "full" : "refused";
        part = null;
      }
      this.dispatchEvent(new Event("change"));
    }
    this.saving = null; // at once, so that no change comes between
  }

  /** @param {Difference} difference */
  async write({ digits, records, removed }) {
    await this.store.write(records, removed);
    this.trouble = null;
    this.note(digits, records, removed);
    this.channel?.postMessage({ records, removed });
  }

  /**
   * What differs between the tray and the store, some of it.
   * @returns {Difference | null} null if nothing does
   */
  difference() {
    const { digits } = this.tray;
    const changed = digits.filter((digit) => this.kept.get(digit.id)?.digit !== digit).slice(0, AT_ONCE);
    const ids = new Set(digits.map(({ id }) => id));
    const removed = [...this.kept.keys()].filter((id) => !ids.has(id)).slice(0, AT_ONCE);
    const records = changed.map((digit) => /** @type {DigitRecord} */ ([digit.id, JSON.stringify(plain(digit))]));
    return changed.length + removed.length > 0 ? { digits: changed, records, removed } : null;
  }

  /**
   * @param {OwnDigit[]} digits that have been written
   * @param {DigitRecord[]} records of these digits
   * @param {string[]} removed
   */
  note(digits, records, removed) {
    digits.forEach((digit, index) => {
      this.kept.set(digit.id, { digit, size: sizeOf(records[index][1]) });
    });
    for (const id of removed) {
      this.kept.delete(id);
    }
  }

  /**
   * Another page has written this.
   * @param {{ records: DigitRecord[], removed: string[] }} written
   */
  async receive({ records, removed }) {
    await this.loading;
    const digits = this.read(records);
    this.note([], [], removed);
    this.tray.merge(digits, removed);
    this.dispatchEvent(new Event("change"));
  }

  /**
   * Empty the tray and the store, also of records that cannot be read.
   * @returns {OwnDigit[]} the digits, which `merge` puts back
   */
  forget() {
    for (const id of this.damaged.splice(0)) {
      this.kept.set(id, { digit: null, size: 0 });
    }
    return this.tray.remove(...this.tray.digits.map(({ id }) => id));
  }
}

/** @param {string} text */
const sizeOf = (text) => new TextEncoder().encode(text).length;

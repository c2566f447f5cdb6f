/** The browser's own store of digits (IndexedDB): a text for each, under its id. */

import { openDatabase } from "../../../lib/database.js";

/** @import { DigitRecord, DigitStore } from "./kept-digits.js" */

const DATABASE = "glasscnn-digits";
const STORE = "digits";

/** @implements {DigitStore} */
export class DigitDatabase {
  constructor() {
    /** @type {Promise<IDBDatabase> | null} */
    this.opening = null;
  }

  async all() {
    /** @type {[IDBValidKey[], unknown[]]} */
    const [ids, texts] = await this.inStore("readonly", (store) => [store.getAllKeys(), store.getAll()]);
    return ids.map((id, index) => /** @type {DigitRecord} */ ([id, texts[index]]));
  }

  /**
   * @param {DigitRecord[]} records to put
   * @param {string[]} removed ids
   */
  async write(records, removed) {
    await this.inStore("readwrite", (store) => [
      ...records.map(([id, text]) => store.put(text, id)),
      ...removed.map((id) => store.delete(id)),
    ]);
  }

  /**
   * @param {IDBTransactionMode} mode
   * @param {(store: IDBObjectStore) => IDBRequest[]} act
   * @returns {Promise<any>} the results, once they are on the disk
   */
  async inStore(mode, act) {
    this.opening ??= openDatabase(DATABASE, STORE);
    const database = await this.opening;
    return new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const requests = act(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(requests.map(({ result }) => result));
      transaction.onabort = () => reject(transaction.error);
    });
  }
}

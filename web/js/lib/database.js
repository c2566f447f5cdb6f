/** Databases of the browser (IndexedDB) that hold one object store each. */

/**
 * Open a database, and create it if it is not there. Where it exists without the store, which only a failure or another page
 * of the origin can have left, the store is created.
 * @param {string} name
 * @param {string} store
 * @returns {Promise<IDBDatabase>}
 * @throws {Error} if storage is blocked, full or damaged
 */
export async function openDatabase(name, store) {
  const database = await opened(indexedDB.open(name), store);
  if (database.objectStoreNames.contains(store)) {
    return database;
  }
  database.close();
  return opened(indexedDB.open(name, database.version + 1), store);
}

/**
 * @param {IDBOpenDBRequest} opening
 * @param {string} store to create where the database is created or changed
 * @returns {Promise<IDBDatabase>}
 */
function opened(opening, store) {
  return new Promise((resolve, reject) => {
    opening.onupgradeneeded = () => opening.result.createObjectStore(store);
    opening.onblocked = () => reject(new Error("another page has the database open"));
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => resolve(opening.result);
  });
}

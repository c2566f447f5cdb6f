/**
 * Takes the browser's stores from the worker. Python needs none of them, and no Content-Security-Policy governs them: code
 * in this worker could otherwise write what the service worker serves as this site.
 */
export function removeStores() {
  for (const name of ["caches", "indexedDB"]) {
    remove(self, name);
  }
  remove(navigator, "storage");
  remove(self, "Worker"); // another worker would have them again
}

/**
 * @param {object} object
 * @param {string} name of a property of it, or of one of its prototypes
 */
function remove(object, name) {
  for (let holder = object; holder; holder = Object.getPrototypeOf(holder)) {
    Reflect.deleteProperty(holder, name);
  }
}

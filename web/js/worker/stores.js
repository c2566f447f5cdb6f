/**
 * Remove the worker's access to browser storage. Python does not need it, and no Content-Security-Policy restricts it:
 * code in this worker could otherwise write to the cache from which the service worker serves this site.
 */
export function disableStorage() {
  for (const name of ["caches", "indexedDB"]) {
    removeProperty(self, name);
  }
  removeProperty(navigator, "storage");
  removeProperty(self, "Worker"); // a nested worker would have access again
}

/**
 * @param {object} object
 * @param {string} name of a property of the object or of its prototypes
 */
function removeProperty(object, name) {
  for (let holder = object; holder; holder = Object.getPrototypeOf(holder)) {
    Reflect.deleteProperty(holder, name);
  }
}

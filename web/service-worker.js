/**
 * The service worker: keeps one release of the site, whole, and gives it out without the network.
 *
 * `make site` writes one line before this file, `self.release = { name, files }`: the name of the release's page folder,
 * and the SHA-256 of every file by its path. A release is kept completely or not at all, in a cache of its own; it waits
 * until no page of the release before is open, or until a person says that it shall take over. Pages hold a lock of
 * their release's name (web/js/offline/release-updates.js), so that what an open page may still ask for is not thrown away.
 */

const { name: ours, files } = self.release;
const home = self.registration.scope;
const PREFIX = `glasscnn ${home} `; // several copies of the site may share an origin
const LIST = `${home}kept-release.json`; // written last: a cache that has it is complete
const HASHED_FOLDER = /^[a-z]+-[0-9a-f]{12}\//;
const AT_ONCE = 4; // downloads side by side

self.addEventListener("install", (event) => event.waitUntil(keepRelease()));

self.addEventListener("message", (event) => {
  if (event.data?.type === "take-over") {
    self.skipWaiting();
  } else if (event.data?.type === "tidy") {
    event.waitUntil(tidy());
  }
});

self.addEventListener("fetch", (event) => {
  const path = pathOf(event.request);
  if (path in files) {
    event.respondWith(answer(event.request, path));
  } else if (HASHED_FOLDER.test(path)) {
    event.respondWith(answerForOlderPage(event.request, path));
  }
});

/**
 * The path of a file in the site, without what is asked of the page.
 * @param {Request} request
 */
function pathOf({ method, url }) {
  if (method !== "GET" || !url.startsWith(home)) {
    return "";
  }
  return url.slice(home.length).replace(/[?#].*/s, "") || "index.html";
}

/** @param {string} path */
function addressOf(path) {
  return home + (path === "index.html" ? "" : path); // some hosts lead from index.html to the folder
}

/**
 * @param {Request} request
 * @param {string} path
 */
async function answer(request, path) {
  const cache = await caches.open(PREFIX + ours);
  return (await cache.match(addressOf(path))) ?? fetch(request);
}

/**
 * A page of another release that is still open asks for its own files.
 * @param {Request} request
 * @param {string} path
 */
async function answerForOlderPage(request, path) {
  return (await caches.match(addressOf(path))) ?? fetch(request);
}

/** Keep every file of this release; whatever is missing or is not what it should be, the release before stays. */
async function keepRelease() {
  const cache = await caches.open(PREFIX + ours);
  if (await cache.match(LIST)) {
    return;
  }
  try {
    const have = await filesOfOtherReleases();
    const waiting = Object.entries(files);
    const keepNext = async () => {
      for (let next = waiting.pop(); next; next = waiting.pop()) {
        const [path, hash] = next;
        await cache.put(addressOf(path), (await have.get(hash)?.()) ?? (await download(path, hash)));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, keepNext));
    await cache.put(LIST, Response.json(self.release));
  } catch (error) {
    await caches.delete(PREFIX + ours);
    throw error;
  }
}

/**
 * What the complete caches of other releases hold, by the files' hashes.
 * @returns {Promise<Map<string, () => Promise<Response | undefined>>>}
 */
async function filesOfOtherReleases() {
  const have = new Map();
  for (const name of await otherReleases()) {
    const cache = await caches.open(name);
    const list = await cache.match(LIST);
    for (const [path, hash] of Object.entries((await list?.json())?.files ?? {})) {
      have.set(hash, () => cache.match(addressOf(path)));
    }
  }
  return have;
}

/**
 * A file from the browser's own cache, where the page has just fetched it, or from the host.
 * @param {string} path
 * @param {string} hash
 */
async function download(path, hash) {
  const response = (await fetchChecked(path, hash, "force-cache")) ?? (await fetchChecked(path, hash, "reload"));
  if (!response) {
    throw new Error(`${path} is not on the host as this release has it: the release is not kept`);
  }
  return response;
}

/**
 * @param {string} path
 * @param {string} hash
 * @param {RequestCache} cache
 * @returns {Promise<Response | null>} null where it is another file, or an error that a browser has kept
 */
async function fetchChecked(path, hash, cache) {
  const response = await fetch(addressOf(path), { cache });
  const data = await response.arrayBuffer();
  const found = new Uint8Array(await crypto.subtle.digest("SHA-256", data));
  if (Array.from(found, (byte) => byte.toString(16).padStart(2, "0")).join("") !== hash) {
    return null;
  }
  return new Response(data, { headers: { "content-type": response.headers.get("content-type") ?? "" } });
}

/** Throw away the releases that no open page is of, unless a newer one is on its way. */
async function tidy() {
  const { installing, waiting } = self.registration;
  if (installing || waiting || !navigator.locks) {
    return;
  }
  const { held = [] } = await navigator.locks.query();
  const inUse = new Set(held.map(({ name }) => name));
  for (const name of await otherReleases()) {
    if (!inUse.has(name)) {
      await caches.delete(name);
    }
  }
}

async function otherReleases() {
  return (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== PREFIX + ours);
}

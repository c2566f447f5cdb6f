/**
 * A person's texts, kept by the browser from visit to visit: a draft for each text that one can begin with, and its last
 * versions that have run. What the storage refuses is kept until the page is closed.
 */

/** @typedef {{ text: string, time: number, isLive: boolean }} Version that has run at that time, in milliseconds since 1970 */

/**
 * @typedef {object} Draft
 * @property {string} text
 * @property {string} starter checksum of the text that it was begun with
 * @property {Version[]} versions the newest first
 */

const MOST_VERSIONS = 20;
const WHILE_TYPING = 60_000; // milliseconds in which versions that run by themselves replace each other

export class Drafts {
  /**
   * @param {string} site distinguishes several sites on one origin
   * @param {() => Pick<Storage, "getItem" | "setItem">} storage may throw
   */
  constructor(site, storage = () => localStorage) {
    this.site = site;
    this.storage = storage;
    /** @type {Map<string, Draft>} of this visit */
    this.drafts = new Map();
  }

  /** @param {string} name of the text that the draft was begun with */
  keyOf(name) {
    return `glasscnn: code ${name} on ${this.site}`;
  }

  /**
   * @param {string} name
   * @returns {Draft | null} null if there is none
   */
  read(name) {
    const draft = this.drafts.get(name);
    if (draft) {
      return draft;
    }
    try {
      return draftOf(JSON.parse(this.storage().getItem(this.keyOf(name)) ?? "null"));
    } catch {
      return null; // storage is refused, or another page has written there
    }
  }

  /**
   * @param {string} name
   * @param {Draft} draft
   * @returns {boolean} whether it is stored; otherwise it lasts until the page is closed
   */
  write(name, draft) {
    this.drafts.set(name, draft);
    return this.store(name, draft) || this.store(name, { ...draft, versions: [] }); // the storage may be nearly full
  }

  /**
   * @param {string} name
   * @param {Draft} draft
   */
  store(name, draft) {
    try {
      this.storage().setItem(this.keyOf(name), JSON.stringify(draft));
      return true;
    } catch {
      return false;
    }
  }
}

/**
 * The versions with one more. A text is in the list once; of those that run by themselves while somebody types, one a
 * minute is kept.
 * @param {Version[]} versions the newest first
 * @param {Version} version
 */
export function withVersion(versions, version) {
  const others = versions.filter(({ text }) => text !== version.text);
  const [newest] = others;
  const isReplaced = version.isLive && newest?.isLive && version.time - newest.time < WHILE_TYPING;
  const kept = isReplaced ? others.slice(1) : others;
  const time = isReplaced ? newest.time : version.time;
  return [{ ...version, time }, ...kept].slice(0, MOST_VERSIONS);
}

/**
 * @param {any} stored
 * @returns {Draft | null} null if it is no draft
 */
function draftOf(stored) {
  const isVersion = (/** @type {any} */ version) =>
    typeof version?.text === "string" && Number.isFinite(version.time) && typeof version.isLive === "boolean";
  const isDraft =
    typeof stored?.text === "string" &&
    typeof stored.starter === "string" &&
    Array.isArray(stored.versions) &&
    stored.versions.every(isVersion);
  return isDraft ? stored : null;
}

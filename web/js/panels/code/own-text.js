/**
 * The text in the editor: the person's draft of one operator, saved while they type, with its versions; or a text that came
 * with a link, which is held until the person lets it run.
 */

import { checksum } from "../../lib/checksum.js";
import { withVersion } from "./drafts.js";

/** @import { Draft, Drafts } from "./drafts.js" */
/** @import { Kind } from "./toolbar.js" */

/**
 * A text to begin with.
 * @typedef {object} Starter
 * @property {string} name
 * @property {string} op the operator that it defines; "" if it defines none of the network
 * @property {Kind} kind
 * @property {string} text
 * @property {string} [foreign] other code that runs with it and is not the site's: that of an exercise
 */

export class OwnText {
  /** @param {Drafts} drafts */
  constructor(drafts) {
    this.drafts = drafts;
    /** @type {Starter} */
    this.starter = { name: "", op: "", kind: "array", text: "" };
    /** @type {Draft} */
    this.draft = { text: "", starter: "", versions: [] };
    /** @type {string | null} a text of a link that may not run */
    this.held = null;
    /** @type {Set<string>} the texts of links that may run, each after the code that runs with it */
    this.allowed = new Set();
    this.isBlocked = false; // whether the browser has refused to store the draft
  }

  /** What is shown. */
  get text() {
    return this.held ?? this.draft.text;
  }

  /** Whether the text to begin with is another one than that which the draft was begun with. */
  get hasNewStarter() {
    return this.held === null && this.draft.starter !== checksum(this.starter.text);
  }

  /** Whether the person has changed the text to begin with. */
  get isChanged() {
    return this.text !== this.starter.text;
  }

  /**
   * Show the person's draft for a text to begin with, or that text.
   * @param {Starter} starter
   */
  open(starter) {
    this.starter = starter;
    this.held = null;
    const begun = { text: starter.text, starter: checksum(starter.text) };
    const draft = this.drafts.read(starter.name) ?? { ...begun, versions: [] };
    const isUntouched = checksum(draft.text) === draft.starter;
    this.draft = isUntouched ? { ...draft, ...begun } : draft;
  }

  /**
   * Show a text of a link: held, unless it is the person's own or has been allowed.
   * @param {Starter} starter
   * @param {string} text
   */
  openLinked(starter, text) {
    this.open(starter);
    const { foreign = "" } = starter;
    if (!foreign && text === this.draft.text) {
      return;
    }
    if (this.allowed.has(foreign + text) || (!foreign && text === starter.text)) {
      this.adopt(text);
    } else {
      this.held = text;
    }
  }

  /** The person lets the held text run: from now on it is theirs, and what they had is a version. */
  allow() {
    const { held } = this;
    if (held !== null) {
      this.held = null;
      this.allowed.add((this.starter.foreign ?? "") + held);
      this.adopt(held);
    }
  }

  /** Show the person's own text in place of the held one. */
  decline() {
    this.held = null;
  }

  /**
   * Make a text the draft, and what was there a version.
   * @param {string} text
   */
  adopt(text) {
    this.keepVersion(false);
    this.draft = { ...this.draft, text };
    this.store();
  }

  /** @param {string} text what the editor holds now */
  change(text) {
    if (this.held === null) {
      this.draft = { ...this.draft, text };
    }
  }

  /** The draft goes on from the present text to begin with. */
  acceptStarter() {
    this.draft = { ...this.draft, starter: checksum(this.starter.text) };
    this.store();
  }

  /**
   * The text is about to run, or to be replaced.
   * @param {boolean} isLive whether it runs by itself
   */
  keepVersion(isLive) {
    if (this.draft.text !== this.starter.text) {
      const version = { text: this.draft.text, time: Date.now(), isLive };
      this.draft = { ...this.draft, versions: withVersion(this.draft.versions, version) };
    }
  }

  store() {
    if (this.held === null) {
      this.isBlocked = !this.drafts.write(this.starter.name, this.draft);
    }
  }
}

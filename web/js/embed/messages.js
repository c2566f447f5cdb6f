/**
 * The page's interface for the page that embeds it, by `postMessage`, version 1.
 *
 *   in   { glasscnn: 1, type, id, … }   predict {pixels}, setStrokes {strokes}, setState {state}, getState, loadModel {bytes, name} or {model}
 *   out  the same shape                 ready, prediction, statechange, resize, error
 *
 * Every message in is answered once, under its id: predict, setStrokes and setState by `prediction`, getState and loadModel
 * by `statechange`, what cannot be done by `error`. What comes without having been asked for has the id null.
 *
 * Only the parent window may talk, from the origin that the address allows (`?origin=`), else from the one that the browser
 * says the parent has, else from that of its first message. Everything else is ignored and counted.
 */

import { messageOf } from "../i18n/error-text.js";
import { texts } from "../i18n/language.js";

/** @import { PublicApi } from "./public-api.js" */
/** @import { Reply } from "../protocol/page-state.js" */

/** @typedef {{ glasscnn: 1, type: string, id: string | number, [field: string]: any }} Request */

export const VERSION = 1;

const SETTLED = 150; // milliseconds without change before the state is told
const LONGEST_ID = 100;

export class EmbedMessages {
  /**
   * @param {PublicApi} api
   * @param {{ loadByName(name: string): Promise<unknown> }} models the site's
   * @param {string[]} origins that may talk; empty for the parent's own
   */
  constructor(api, models, origins) {
    this.api = api;
    this.models = models;
    this.origins = origins.length > 0 ? origins : originOfParent();
    this.parent = window.parent === window ? null : window.parent;
    this.timer = 0;
    addEventListener("message", (event) => this.receive(event));
    if (this.parent) {
      this.tellOfItself();
    }
  }

  /** @param {MessageEvent} event */
  async receive(event) {
    const request = event.data;
    if (!this.mayTalk(event) || !isRequest(request)) {
      this.api.ignoredMessages += 1;
      return;
    }
    this.origins = this.origins.length > 0 ? this.origins : [event.origin];
    try {
      this.send({ ...(await this.answer(request)), id: request.id });
    } catch (error) {
      this.send({ type: "error", id: request.id, message: messageOf(error) });
    }
  }

  /** @param {MessageEvent} event */
  mayTalk({ source, origin }) {
    return (
      this.parent !== null && source === this.parent && (this.origins.length === 0 || this.origins.includes(origin))
    );
  }

  /**
   * @param {Request} request
   * @returns {Promise<{ type: string, [field: string]: unknown }>}
   */
  async answer({ type, pixels, strokes, state, bytes, name, model }) {
    switch (type) {
      case "predict":
        return { type: "prediction", ...(await this.api.predict(pixels)) };
      case "setStrokes":
        return { type: "prediction", ...(await this.api.setStrokes(strokes)) };
      case "setState":
        return { type: "prediction", ...(await this.api.setState(state)) };
      case "getState":
        await this.api.ready;
        return { type: "statechange", state: this.api.getState() };
      case "loadModel":
        await (model === undefined ? this.api.loadModel(bytes, name) : this.models.loadByName(String(model)));
        return { type: "statechange", state: this.api.getState(), model: this.describeModel() };
      default:
        throw new TypeError(texts.embed.unknownType(String(type).slice(0, 40)));
    }
  }

  /** What the host is told without asking. */
  tellOfItself() {
    const on = (/** @type {string} */ type, /** @type {(detail: any) => void} */ tell) =>
      this.api.addEventListener(type, (event) => tell(/** @type {CustomEvent} */ (event).detail));
    on("ready", () => this.send({ type: "ready", id: null, model: this.describeModel() }));
    on("error", (message) => this.send({ type: "error", id: null, message }));
    on("prediction", (/** @type {Reply} */ reply) => {
      const { stages: _, ...short } = reply; // the maps come with an answer, not with every stroke
      this.send({ type: "prediction", id: null, ...short });
      this.stateChanges();
    });
    on("modelchange", () => this.stateChanges());
    new ResizeObserver(() => this.tellSize()).observe(document.body);
  }

  stateChanges() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send({ type: "statechange", id: null, state: this.api.getState() }), SETTLED);
  }

  tellSize() {
    const { width, height } = document.body.getBoundingClientRect();
    this.send({ type: "resize", id: null, width: Math.ceil(width), height: Math.ceil(height) });
  }

  describeModel() {
    const { name, title, classes, input, parameters } = this.api.page.model();
    return { name, title, classes, input, parameters };
  }

  /**
   * To the parent, at the origins that may talk and no other. Before one is known, only what says nothing of the person.
   * @param {{ type: string, id: string | number | null, [field: string]: unknown }} message
   */
  send(message) {
    const isPrivate = message.type === "prediction" || message.type === "statechange";
    const targets = this.origins.length > 0 ? this.origins : isPrivate ? [] : ["*"];
    for (const origin of targets) {
      this.parent?.postMessage({ glasscnn: VERSION, ...message }, origin === "null" ? "*" : origin);
    }
  }
}

/** What the browser says of who embeds this page; nothing where it does not say it. */
function originOfParent() {
  const ancestors = location.ancestorOrigins;
  if (ancestors?.length > 0) {
    return [ancestors[0] === "file://" ? "null" : ancestors[0]]; // what messages from there are signed with
  }
  return document.referrer && window.parent !== window ? [new URL(document.referrer).origin] : [];
}

/**
 * @param {unknown} data
 * @returns {data is Request}
 */
function isRequest(data) {
  if (typeof data !== "object" || data === null) {
    return false;
  }
  const { glasscnn, type, id } = /** @type {Record<string, unknown>} */ (data);
  const isId = Number.isSafeInteger(id) || (typeof id === "string" && id.length > 0 && id.length <= LONGEST_ID);
  return glasscnn === VERSION && typeof type === "string" && isId;
}

/**
 * The `postMessage` interface for the embedding page, version 1.
 *
 * in   { glasscnn: 1, type, id, … }   predict {pixels}, setStrokes {strokes}, setState {state}, getState, loadModel
 * {bytes, name} or {model}
 *   out  the same shape                 loading, ready, prediction, statechange, checked, resize, error
 *
 * Every incoming message is answered once, under its id: predict, setStrokes and setState by `prediction`, getState and
 * loadModel by `statechange`, and a request that fails by `error`. Unsolicited messages have the id null.
 *
 * Messages are accepted only from the parent window, with an origin that `?origin=` allows; without that parameter,
 * with the origin that the browser reports for the parent, or else that of the first message. All others are ignored
 * and counted.
 */

import { messageOf } from "../i18n/error-text.js";
import { texts } from "../i18n/language.js";
import { onDetail } from "../lib/events.js";
import { LONGEST_ID } from "../protocol/limits.js";

/** @import { PublicApi } from "./public-api.js" */
/** @import { Reply } from "../protocol/page-state.js" */

/** @typedef {{ glasscnn: 1, type: string, id: string | number, [field: string]: any }} Request */

export const VERSION = 1;

const STATE_DELAY = 150; // milliseconds without change before the state is sent

export class EmbedMessages {
  /**
   * @param {PublicApi} api
   * @param {{ loadByName(name: string): Promise<unknown> }} models the site's
   * @param {string[]} origins that are allowed; empty for the parent's own
   */
  constructor(api, models, origins) {
    this.api = api;
    this.models = models;
    this.origins = origins.length > 0 ? origins : originOfParent();
    this.parent = window.parent === window ? null : window.parent;
    this.timer = 0;
    addEventListener("message", (event) => this.receive(event));
    if (this.parent) {
      this.forwardEvents();
    }
  }

  /** @param {MessageEvent} event */
  async receive(event) {
    const request = event.data;
    if (!this.isAllowed(event) || !isRequest(request)) {
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
  isAllowed({ source, origin }) {
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

  /** Send the unsolicited messages. */
  forwardEvents() {
    const { api } = this;
    this.send({ type: "loading", id: null }); // the frame is not blocked; a size follows once it is in sight
    onDetail(api, "ready", () => this.send({ type: "ready", id: null, model: this.describeModel() }));
    onDetail(api, "error", (message) => this.send({ type: "error", id: null, message }));
    onDetail(api, "prediction", (/** @type {Reply} */ reply) => {
      const { stages: _, ...short } = reply; // the maps are sent only in answers, not with every stroke
      this.send({ type: "prediction", id: null, ...short });
      this.scheduleState();
    });
    onDetail(api, "modelchange", () => this.scheduleState());
    onDetail(api, "pinchange", () => this.scheduleState());
    onDetail(api, "checked", (result) => this.send({ type: "checked", id: null, ...result }));
    new ResizeObserver(() => this.sendSize()).observe(document.body);
  }

  scheduleState() {
    clearTimeout(this.timer);
    this.timer = setTimeout(
      () => this.send({ type: "statechange", id: null, state: this.api.getState() }),
      STATE_DELAY,
    );
  }

  sendSize() {
    const { width, height } = document.body.getBoundingClientRect();
    this.send({ type: "resize", id: null, width: Math.ceil(width), height: Math.ceil(height) });
  }

  describeModel() {
    const { name, title, classes, input, parameters } = this.api.page.model();
    return { name, title, classes, input, parameters };
  }

  /**
   * Send a message to the parent, only at the allowed origins. Before one is known, messages with the visitor's drawing
   * or settings are not sent, and the others are sent to any origin.
   * @param {{ type: string, id: string | number | null, [field: string]: unknown }} message
   */
  send(message) {
    const isPrivate = ["prediction", "statechange", "checked"].includes(message.type);
    const targets = this.origins.length > 0 ? this.origins : isPrivate ? [] : ["*"];
    for (const origin of targets) {
      this.parent?.postMessage({ glasscnn: VERSION, ...message }, origin === "null" ? "*" : origin);
    }
  }
}

/** The origin of the embedding page as the browser reports it; empty if it does not. */
function originOfParent() {
  const ancestors = location.ancestorOrigins;
  if (ancestors?.length > 0) {
    return [ancestors[0] === "file://" ? "null" : ancestors[0]]; // the origin of messages from a file
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

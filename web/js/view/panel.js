/**
 * The interface of a panel: a part of the page that shows something of the model and its readings. The view tells it what
 * happens; panels do not know each other.
 */

/** @import { Texts } from "../i18n/language.js" */
/** @import { Model } from "../protocol/messages.js" */
/** @import { Shown } from "../protocol/page-state.js" */

/** @typedef {keyof Texts["sections"]["names"]} SectionName a tab below the diagram */

/**
 * @typedef {object} Panel
 * @property {(model: Model) => void} [showModel] another model is current; what was known of the previous one is void
 * @property {(reading: Shown, model: Model) => void} [paint] a reading is on the screen
 * @property {() => void} [inkChanged] the pad has changed, and is not read yet
 * @property {() => void} [stageChanged] another stage is open in the inspector, or none
 * @property {() => void} [localise] the language has changed: render the texts that `paint` does not render
 * @property {() => boolean} [escape] Escape was pressed; returns whether there was something to close or unpin
 * @property {() => Record<string, unknown>} [getState] the part of it that belongs into a link, as plain values
 * @property {(state: Record<string, unknown>) => void | Promise<void>} [setState] with those keys of getState that are there
 */

export {};

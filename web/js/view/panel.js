/**
 * What a panel is, and what the page lends it. A panel is a part of the page that looks into the network: it knows
 * nothing of the other panels, and main.js tells it what happens.
 */

/** @import { Diagram } from "../diagram/diagram.js" */
/** @import { Texts } from "../i18n/language.js" */
/** @import { Shown, Stroke } from "../protocol/page-state.js" */
/** @import { Pad } from "../input/pad.js" */
/** @import { Ink, Model } from "../protocol/messages.js" */
/** @import { Answer, Questions } from "../protocol/questions.js" */
/** @import { PythonClient } from "../python/client.js" */
/** @import { Source } from "../python/side-model.js" */

/** @typedef {keyof Texts["sections"]["names"]} SectionName what can be looked at below the diagram */

/**
 * @typedef {object} Panel
 * @property {(model: Model) => void} [showModel] another model is in force; what was known of the one before is void
 * @property {(shown: Shown, model: Model) => void} [paint] a reading is on the screen
 * @property {() => void} [inkChanged] before the reading of it
 * @property {() => void} [localise] another language is in force: say anew what was said once and for all (not what `paint` says)
 * @property {() => boolean} [escape] whether it had something to let go of
 * @property {() => Record<string, unknown>} [getState] what of it belongs into a link, as plain values
 * @property {(state: Record<string, unknown>) => void | Promise<void>} [setState] with the keys that it gave, if they are there
 */

/**
 * What the page lends its panels.
 * @typedef {object} PanelContext
 * @property {Texts} texts the words of the language in force: look them up when they are needed, keep none of them
 * @property {Pad} pad
 * @property {Diagram} diagram
 * @property {() => PythonClient | null} python
 * @property {() => Model | null} model
 * @property {() => Shown | null} shown
 * @property {() => boolean} centre whether ink is placed the way MNIST was made
 * @property {<Name extends keyof Questions>(question: Name, args: Questions[Name]["args"]) => Promise<Answer<Name> | null>} ask
 *   about the reading that is on the screen; null where Python is not up, or when a newer question or reading makes the answer void
 * @property {() => Promise<void>} read read the drawing again, and show it
 * @property {(strokes: Stroke[]) => void} showStrokes put them on the pad as they are, not to be undone, and read them
 * @property {(strokes?: Stroke[]) => Ink} ink the drawing as it is to be seen, or other strokes, as Python takes them
 * @property {() => Source | null} modelSource where the model in force comes from
 * @property {() => Questions["colours"]["args"]} colours how the stages are coloured
 * @property {() => void} stopSamples
 * @property {(sentence: () => string) => void} showError
 * @property {(sentence: string) => void} announce to a screen reader, once things have come to rest
 * @property {(section: SectionName) => boolean} isOpen whether it is the one that is to be seen below the diagram
 * @property {(section: SectionName) => void} openSection
 */

export {};

/** What the page gives its panels: the few objects that the whole page shares, and the row of tabs. */

/** @import { PublicApi } from "../embed/public-api.js" */
/** @import { Texts } from "../i18n/language.js" */
/** @import { Pad } from "../input/pad.js" */
/** @import { SampleButtons } from "../input/sample-buttons.js" */
/** @import { ModelLoader } from "../models/model-loader.js" */
/** @import { ModelWeights } from "../models/model-weights.js" */
/** @import { PythonClient } from "../python/client.js" */
/** @import { SideReader } from "../python/side-reader.js" */
/** @import { StatusBar } from "../ui/status-bar.js" */
/** @import { InputReader } from "../view/input-reader.js" */
/** @import { View } from "../view/view.js" */
/** @import { Tabs } from "./tabs.js" */

/**
 * @typedef {object} PanelContext
 * @property {Texts} texts in the current language; look words up when they are needed, keep none of them
 * @property {Pad} pad
 * @property {SampleButtons} samples
 * @property {PythonClient} python
 * @property {View} view the model, the newest reading, the diagram and the inspector
 * @property {InputReader} reader reads the pad, and asks about the newest reading
 * @property {ModelLoader} models
 * @property {ModelWeights} weights of the current model, which may be changed
 * @property {SideReader} side reads images that are not on the pad
 * @property {PublicApi} api makes links to what the page shows
 * @property {StatusBar} status
 * @property {Tabs} tabs
 */

export {};

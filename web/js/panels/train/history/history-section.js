/** How the network learned: the steps of its training, for the models of the site that have a history. */

import { sentenceOf } from "../../../i18n/error-text.js";
import { localise } from "../../../i18n/language.js";
import { button, make, setText } from "../../../ui/dom.js";
import { HistoryView } from "./history-view.js";
import { TrainingHistory } from "./training-history.js";

/** @import { Model } from "../../../protocol/messages.js" */
/** @import { Shown } from "../../../protocol/page-state.js" */
/** @import { PanelContext } from "../../panel-context.js" */
/** @import { TrainSection } from "../train-panel.js" */

/** @implements {TrainSection} */
export class HistorySection {
  /** @param {PanelContext} context */
  constructor(context) {
    this.context = context;
    /** @type {Model | null} */
    this.model = null;
    /** @type {HistoryView | null} once the history of the model is loaded */
    this.view = null;
    this.failure = () => "";
    this.heading = localise(make("h3"), { text: "train.history.title" });
    this.about = make("p", "note");
    this.status = make("p", "note");
    this.status.setAttribute("role", "status");
    this.openButton = button("", "", () => (this.entry ? this.load() : this.openRecorded()));
    this.openButton.dataset.testid = "history-open";
    this.body = make("div");
    this.element = make("section", "train-history", this.heading, this.about, this.openButton, this.status, this.body);
    this.element.dataset.testid = "history";
    context.weights.addEventListener("change", (event) => {
      if (/** @type {CustomEvent} */ (event).detail.changer !== "history") {
        this.view?.weightsChanged();
      }
    });
    this.followModel();
  }

  get words() {
    return this.context.texts.train.history;
  }

  /** The current model, if it is one of the site that has a history; a person's own may have the same name. */
  get entry() {
    const { models, python } = this.context;
    const entry = models.find(this.model?.name ?? "");
    return entry?.history && python.source?.name === entry.name ? entry : null;
  }

  /** A model of the site that has a history. */
  get recorded() {
    return this.context.models.entries.find(({ history }) => history);
  }

  opened() {
    this.followModel();
  }

  /** Who goes elsewhere finds the finished network there. */
  closed() {
    this.view?.finish();
  }

  showModel() {
    this.followModel();
  }

  followModel() {
    const { model } = this.context.view;
    if (model !== this.model && !this.view?.isCurrent) {
      this.view?.stop();
      this.view = null;
      this.body.replaceChildren();
      this.failure = () => "";
    }
    this.model = model;
    this.localise();
  }

  async load() {
    const { entry, model } = this;
    if (!entry) {
      return;
    }
    this.failure = () => this.words.loading;
    this.localise();
    try {
      const history = await TrainingHistory.load(this.context, entry);
      if (model === this.model) {
        this.failure = () => "";
        this.view = new HistoryView(this.context, history);
        this.body.replaceChildren(this.view.element);
        this.view.weightsChanged();
        this.localise();
        this.view.slider.focus();
      }
    } catch (error) {
      if (model === this.model) {
        this.failure = () => this.words.failed(sentenceOf(error));
        this.localise();
      }
    }
  }

  /** Load the model whose training was recorded, and then its history. */
  async openRecorded() {
    const { recorded } = this;
    if (recorded) {
      await this.context.models.fetchModel(recorded).catch(() => null); // the reason is shown
      await this.load();
    }
  }

  /** @param {Shown} reading */
  paint(reading) {
    this.view?.paint(reading);
  }

  localise() {
    const { words, entry, recorded, view } = this;
    this.element.hidden = !recorded;
    setText(this.about, entry ? words.about : words.elsewhere(recorded?.title ?? ""));
    setText(this.openButton, entry ? words.open : words.openModel(recorded?.title ?? ""));
    this.openButton.hidden = view !== null;
    setText(this.status, this.failure());
    this.status.hidden = !this.status.textContent;
    view?.localise();
  }
}

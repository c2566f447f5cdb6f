/** The answer: what the network reads, how sure it is, and one bar for each class. */

/** @typedef {import("../texts/language.js").Texts} Texts */
/** @typedef {{ row: HTMLElement, bar: HTMLElement, number: HTMLElement, text: string }} Bar */

const SETTLED = 700; // milliseconds without change before a screen reader is told

export class Answer {
  /**
   * @param {{ digit: HTMLElement, sure: HTMLElement, bars: HTMLElement, announcer: HTMLElement }} parts
   * @param {Texts} texts
   */
  constructor(parts, texts) {
    this.parts = parts;
    this.texts = texts;
    /** @type {string[]} */
    this.classes = [];
    /** @type {Bar[]} */
    this.bars = [];
    this.timer = 0;
    this.isWaiting = false;
  }

  /** @param {string[]} classes */
  setClasses(classes) {
    this.classes = classes;
    this.bars = classes.map((label, number) => makeBar(label, number));
    this.parts.bars.replaceChildren(...this.bars.map(({ row }) => row));
  }

  /**
   * @param {ArrayLike<number>} probabilities
   * @param {boolean} isEmpty nothing is drawn
   */
  show(probabilities, isEmpty) {
    this.isWaiting = false;
    const order = this.classes.map((_, number) => number).sort((a, b) => probabilities[b] - probabilities[a]);
    const [best, second] = order;
    this.bars.forEach((bar, number) => {
      bar.bar.style.transform = `scaleX(${probabilities[number].toFixed(4)})`;
      const text = this.texts.numbers.percent(probabilities[number]);
      if (bar.text !== text) {
        bar.number.textContent = bar.text = text;
        bar.row.setAttribute("aria-label", `${this.classes[number]}: ${text}`);
      }
      bar.row.classList.toggle("best", number === best && !isEmpty);
    });
    const { digit, sure } = this.parts;
    setText(digit, isEmpty ? "–" : this.classes[best]);
    setText(sure, isEmpty ? this.texts.prediction.nothing : this.texts.prediction.sure(probabilities[best]));
    if (!isEmpty) {
      const { sentence } = this.texts.prediction;
      this.announce(sentence(this.classes[best], probabilities[best], this.classes[second] ?? "–"));
    }
  }

  /** Nothing is known of this drawing yet. */
  wait() {
    this.isWaiting = true;
    for (const bar of this.bars) {
      bar.bar.style.transform = "scaleX(0)";
      bar.number.textContent = bar.text = "";
      bar.row.removeAttribute("aria-label");
      bar.row.classList.remove("best");
    }
    setText(this.parts.digit, "–");
    setText(this.parts.sure, this.texts.prediction.waiting);
  }

  /** Say in the language in force what `show` does not say. */
  speak() {
    if (this.isWaiting) {
      this.wait();
    }
  }

  /** @param {string} text said once the drawing has come to rest */
  announce(text) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => setText(this.parts.announcer, text), SETTLED);
  }
}

/**
 * @param {HTMLElement} element
 * @param {string} text
 */
function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/**
 * @param {string} label
 * @param {number} number
 * @returns {Bar}
 */
function makeBar(label, number) {
  const [row, name, track, bar, value] = ["li", "span", "span", "span", "span"].map((tag) =>
    document.createElement(tag),
  );
  row.dataset.testid = `probability-${number}`;
  [name.className, track.className, bar.className, value.className] = ["bar-name", "bar-track", "bar", "bar-value"];
  name.textContent = label;
  track.append(bar);
  row.append(name, track, value);
  return { row, bar, number: value, text: "" };
}

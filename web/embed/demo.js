/** The page about embedding: examples with the address of this copy, buttons that copy them, and one that calls the API. */

const home = new URL("../", document.baseURI).href;

const frame = /** @type {HTMLIFrameElement} */ (part("iframe"));
const attributes = [...part("element").attributes].map(({ name, value }) => `${name}="${value}"`).join(" ");

/** The examples: what the page itself contains. */
const CODE = {
  "iframe-code": `<iframe src="${frame.src}"
        title="${frame.title}" loading="lazy" width="100%" height="900"></iframe>`,
  "element-code": `<script src="${home}glass-cnn.js" defer></script>

<glass-cnn ${attributes}></glass-cnn>

<script type="module">
  const element = document.getElementById("element");
  element.addEventListener("prediction", ({ detail }) => console.log(detail.prediction));
  await element.ready;
  const { prediction, probabilities, stages } = await element.predict(rows); // 28 rows of 28 numbers, 0 … 1
  await element.setStrokes([[[60, 60], [220, 60], [120, 240]]]);
</script>`,
  "message-code": `frame.contentWindow.postMessage({ glasscnn: 1, type: "predict", id: 1, pixels: rows }, "${new URL(home).origin}");

addEventListener("message", ({ source, data }) => {
  if (source === frame.contentWindow && data.glasscnn === 1 && data.id === 1) {
    console.log(data.type, data.prediction, data.probabilities, data.stages.conv1);
  }
});`,
};

for (const [id, text] of Object.entries(CODE)) {
  part(id).textContent = text;
}
for (const code of document.querySelectorAll(".home")) {
  code.textContent = home;
}

/** What the buttons say, in the language of the page. */
const WORDS = /** @type {Record<"copy" | "copied" | "byHand" | "reads", string>} */ (document.body.dataset);

const CONFIRMATION_TIME = 2500; // milliseconds during which a button confirms the copy

for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-copies]"))) {
  button.addEventListener("click", () => copy(button, part(button.dataset.copies ?? "")));
}

/**
 * Copy an example; where there is no clipboard, select it, so that it can be copied by hand.
 * @param {HTMLElement} button
 * @param {HTMLElement} example
 */
async function copy(button, example) {
  try {
    await navigator.clipboard.writeText(example.textContent ?? "");
    button.textContent = WORDS.copied;
  } catch {
    getSelection()?.selectAllChildren(example);
    button.textContent = WORDS.byHand;
  }
  setTimeout(() => {
    button.textContent = WORDS.copy;
  }, CONFIRMATION_TIME);
}

part("ask").addEventListener("click", async () => {
  const bar = Array.from({ length: 28 }, (_, row) =>
    Array.from({ length: 28 }, (_, column) => (row > 4 && row < 23 && Math.abs(column - 18 + row / 3) < 1.5 ? 1 : 0)),
  );
  const { prediction, probabilities } = await /** @type {any} */ (part("element")).predict(bar);
  const share = (100 * Math.max(...probabilities)).toLocaleString(document.documentElement.lang, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  part("answer").textContent = WORDS.reads.replace("{digit}", prediction).replace("{share}", share);
});

/** @param {string} id */
function part(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

/**
 * Runs in the output of a notebook without a kernel: adds a button to the still picture, which opens the page in its place.
 * The page starts a Python of its own. It comes from the template that html_exporter.py puts into an exported notebook, or
 * from a file glasscnn.html beside the notebook.
 */
((place) => {
  if (!place) {
    return;
  }
  const { commands = "[]" } = place.dataset;

  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Look inside";
  button.addEventListener("click", open);
  place.querySelector("p")?.append(" ", button);

  async function open() {
    const frame = await frameWithPage();
    if (!frame) {
      say("There is no glasscnn.html beside this notebook: run this cell.");
      return;
    }
    const [load, draw] = JSON.parse(commands);
    const waiting = [load.bytes ? { ...load, bytes: bytesOf(load.bytes) } : load, draw];
    addEventListener("message", ({ source, data }) => {
      if (source !== frame.contentWindow || data?.glasscnn !== 1) {
        return;
      }
      if (data.type === "resize") {
        frame.style.height = `${data.height}px`;
      } else if (data.type === "ready" || data.id) {
        const command = waiting.shift(); // one after the other
        if (command) {
          frame.contentWindow?.postMessage({ glasscnn: 1, id: 2 - waiting.length, ...command }, "*");
        }
      }
    });
    place?.replaceChildren(frame);
  }

  /** @returns {Promise<HTMLIFrameElement | null>} */
  async function frameWithPage() {
    const template = document.querySelector("template#glasscnn-page");
    if (template instanceof HTMLTemplateElement) {
      const copy = document.importNode(template.content, true);
      return /** @type {HTMLIFrameElement} */ (copy.querySelector("iframe"));
    }
    const frame = document.createElement("iframe");
    frame.src = new URL("glasscnn.html", document.baseURI).href;
    frame.title = "glasscnn";
    frame.setAttribute("sandbox", "allow-scripts allow-downloads");
    frame.style.cssText = "width: 100%; height: 760px; border: 0";
    const isThere = location.protocol === "file:" || (await fetch(frame.src, { method: "HEAD" }).catch(() => null))?.ok;
    return isThere ? frame : null;
  }

  /** @param {string} sentence */
  function say(sentence) {
    const words = place?.querySelector("span");
    if (words) {
      words.textContent = sentence;
    }
    button.remove();
  }

  /** @param {string} text Base64 */
  function bytesOf(text) {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  }
})(document.currentScript?.parentElement);

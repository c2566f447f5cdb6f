/**
 * Shows the Markdown of an exercise: paragraphs, lists, blocks of code, `code`, **strong** and *emphasised* words. An exercise
 * may come from anybody, so everything else is shown as the text that it is, links too.
 */

import { make } from "../../ui/dom.js";

const FENCE = "```";
const INLINE = /`([^`]+)`|\*\*([^*]+)\*\*|\*([^*\s][^*]*)\*/g;

/**
 * @param {string} markdown
 * @returns {HTMLElement[]}
 */
export function markdownBlocks(markdown) {
  return blocksOf(markdown).map(elementOf);
}

/**
 * @typedef {{ kind: "paragraph" | "code", text: string } | { kind: "bullets" | "numbers", items: string[] }} Block
 */

/**
 * The blocks of a text: they are separated by blank lines, and blocks of code are fenced or indented by four spaces.
 * @param {string} markdown
 * @returns {Block[]}
 */
export function blocksOf(markdown) {
  /** @type {Block[]} */
  const blocks = [];
  const lines = markdown.split("\n");
  while (lines.length > 0) {
    const [line] = lines;
    if (line.trim() === "") {
      lines.shift();
    } else if (line.startsWith(FENCE)) {
      lines.shift();
      blocks.push({ kind: "code", text: takeUntil(lines, (next) => next.startsWith(FENCE)).join("\n") });
      lines.shift();
    } else if (line.startsWith("    ")) {
      const code = takeUntil(lines, (next) => next.trim() !== "" && !next.startsWith("    "));
      blocks.push({
        kind: "code",
        text: code
          .map((row) => row.slice(4))
          .join("\n")
          .trimEnd(),
      });
    } else {
      blocks.push(blockOf(takeUntil(lines, (next) => next.trim() === "" || next.startsWith(FENCE))));
    }
  }
  return blocks;
}

/**
 * Take the lines before the first that ends the block.
 * @param {string[]} lines
 * @param {(line: string) => boolean} isEnd
 */
function takeUntil(lines, isEnd) {
  const end = lines.findIndex(isEnd);
  return lines.splice(0, end < 0 ? lines.length : end);
}

/**
 * A list or a paragraph.
 * @param {string[]} lines
 * @returns {Block}
 */
function blockOf(lines) {
  for (const [kind, mark] of /** @type {const} */ ([
    ["bullets", /^[-*] /],
    ["numbers", /^\d+\. /],
  ])) {
    if (mark.test(lines[0])) {
      /** @type {string[]} */
      const items = [];
      for (const line of lines) {
        if (mark.test(line)) {
          items.push(line.replace(mark, ""));
        } else {
          items.push(`${items.pop()} ${line.trim()}`);
        }
      }
      return { kind, items };
    }
  }
  return { kind: "paragraph", text: lines.map((line) => line.trim()).join(" ") };
}

/** @param {Block} block */
function elementOf(block) {
  switch (block.kind) {
    case "code": {
      const pre = make("pre", "", make("code", "", block.text));
      pre.tabIndex = 0; // it may scroll
      return pre;
    }
    case "paragraph":
      return make("p", "", ...inline(block.text));
    default:
      return make(
        block.kind === "bullets" ? "ul" : "ol",
        "",
        ...block.items.map((item) => make("li", "", ...inline(item))),
      );
  }
}

/**
 * @param {string} text
 * @returns {(Node | string)[]}
 */
export function inline(text) {
  /** @type {(Node | string)[]} */
  const parts = [];
  let end = 0;
  for (const { 0: whole, 1: code, 2: strong, 3: emphasis, index } of text.matchAll(INLINE)) {
    parts.push(text.slice(end, index));
    if (code !== undefined) {
      parts.push(make("code", "", code));
    } else if (strong !== undefined) {
      parts.push(make("strong", "", ...inline(strong)));
    } else {
      parts.push(make("em", "", ...inline(emphasis)));
    }
    end = index + whole.length;
  }
  return [...parts, text.slice(end)].filter((part) => part !== "");
}

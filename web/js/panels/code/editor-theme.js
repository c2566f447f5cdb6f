/** How the editor looks. Its colours are custom properties of the page (css/panels/code.css), so that they follow the theme. */

import { HighlightStyle } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

/** The colours of Python. */
export const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--code-keyword)" },
  { tag: tags.string, color: "var(--code-string)" },
  { tag: tags.number, color: "var(--code-number)" },
  { tag: tags.comment, color: "var(--quiet)", fontStyle: "italic" },
  { tag: tags.definition(tags.variableName), fontWeight: "600" },
]);

export const theme = EditorView.theme({
  "&": {
    height: "100%",
    background: "var(--raised)",
    color: "var(--text)",
    fontSize: "max(13px, 0.86rem)",
  },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "-2px" },
  ".cm-scroller": {
    fontFamily: "ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace",
    lineHeight: "1.5",
    scrollbarWidth: "thin",
  },
  ".cm-content": { padding: "8px 0", caretColor: "var(--accent)" },
  ".cm-gutters": { border: "0", background: "transparent", color: "var(--quiet)" },
  ".cm-activeLine, .cm-activeLineGutter": { background: "var(--code-line)" },
  ".cm-selectionMatch": { background: "var(--code-line)" },
  "&.cm-focused .cm-matchingBracket": { background: "transparent", outline: "1px solid var(--accent)" },
  "&.cm-focused .cm-nonmatchingBracket": { background: "transparent", outline: "1px solid var(--danger)" },
  ".cm-lintRange-error": {
    backgroundImage: "none",
    background: "var(--danger-paper)",
    textDecoration: "underline wavy var(--danger)",
    textUnderlineOffset: "3px",
  },
  ".cm-lintPoint-error:after": { borderBottomColor: "var(--danger)" },
  ".cm-tooltip": {
    border: "1px solid var(--line)",
    borderRadius: "8px",
    background: "var(--paper)",
    color: "var(--text)",
  },
  ".cm-diagnostic": { padding: "6px 10px", borderLeft: "4px solid var(--danger)", fontFamily: "inherit" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "inherit" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
    background: "var(--accent)",
    color: "var(--on-accent)",
  },
  ".cm-completionDetail": { color: "inherit" },
});

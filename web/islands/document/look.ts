/** How a section looks: the tokens of the page reach into the shadow root. */

import { EditorView } from "@codemirror/view";

const colours = Object.fromEntries(
  Array.from({ length: 8 }, (_, number) => [`.colour-${number}`, { "--whose": `var(--person-${number})` }]),
);

export const look = EditorView.theme({
  "&": { color: "inherit", background: "transparent", fontSize: "inherit" },
  "&.cm-focused": { outline: "2px solid var(--focus, currentColor)", outlineOffset: "2px" },
  ".cm-scroller": { fontFamily: "inherit", lineHeight: "inherit" },
  ".cm-content": { caretColor: "currentColor", padding: "0.5rem 0.75rem", minBlockSize: "2.75rem" },
  ".cm-line": { padding: "0" },
  ".cm-cursor": { borderInlineStartColor: "currentColor" },
  ...colours,
  ".remarked": { color: "inherit", background: "var(--mark)", borderBlockEnd: "2px solid var(--warn)" },
  ".replaced": { background: "var(--bad-soft)", textDecoration: "line-through", textDecorationColor: "var(--bad)" },
  ".suggested": { background: "var(--good-soft)", textDecoration: "underline", textDecorationColor: "var(--good)" },
  ".tells": { textDecoration: "underline wavy var(--warn)", textUnderlineOffset: "3px" },
  ".wrote": { borderBlockEnd: "2px solid var(--whose)", background: "color-mix(in srgb, var(--whose) 12%, transparent)" },
  ".selected": { background: "color-mix(in srgb, var(--whose) 25%, transparent)" },
  ".caret": { position: "relative", borderInlineStart: "2px solid var(--whose)", marginInline: "-1px" },
  ".caret::after": {
    content: "attr(data-name)",
    position: "absolute",
    insetInlineStart: "-1px",
    insetBlockStart: "-1.1em",
    padding: "0 0.3em",
    borderRadius: "0.2em",
    background: "var(--whose)",
    color: "white",
    fontSize: "0.7em",
    whiteSpace: "nowrap",
    pointerEvents: "none",
  },
});

/** Marks that are drawn anew whenever the editor has news; an empty dispatch is news too. */

import type { Extension } from "@codemirror/state";
import { type DecorationSet, EditorView, type PluginSpec, type PluginValue, ViewPlugin, type ViewUpdate } from "@codemirror/view";

interface Drawn extends PluginValue {
  readonly decorations: DecorationSet;
}

/** `draw` gets the length of the text. */
export function drawnAnew(draw: (length: number) => DecorationSet, eventHandlers: PluginSpec<Drawn>["eventHandlers"] = {}): Extension {
  return ViewPlugin.fromClass(
    class implements Drawn {
      decorations: DecorationSet;

      constructor(view: EditorView) {
        this.decorations = draw(view.state.doc.length);
      }

      update(update: ViewUpdate): void {
        this.decorations = draw(update.state.doc.length);
      }
    },
    { decorations: (plugin) => plugin.decorations, eventHandlers },
  );
}

/** Where the others are in a section: a caret with a name, and what they have selected. Colours are classes. */

import { type Extension, RangeSetBuilder } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, ViewPlugin, type ViewUpdate, WidgetType } from "@codemirror/view";
import type { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";

export interface Shown {
  readonly user?: { readonly name: string; readonly colour: number };
  readonly cursor?: { readonly section: string; readonly anchor: unknown; readonly head: unknown } | null;
}

interface Range {
  readonly from: number;
  readonly to: number;
  readonly head: number;
  readonly name: string;
  readonly colour: number;
}

const COLOURS = 8;
export const colourOf = (value: unknown): number => Math.abs(Math.trunc(Number(value) || 0)) % COLOURS;

class Caret extends WidgetType {
  constructor(
    private readonly name: string,
    private readonly colour: number,
  ) {
    super();
  }

  override eq(other: Caret): boolean {
    return this.name === other.name && this.colour === other.colour;
  }

  toDOM(): HTMLElement {
    const caret = document.createElement("span");
    caret.className = `caret colour-${this.colour}`;
    caret.setAttribute("aria-hidden", "true");
    caret.dataset["name"] = this.name;
    return caret;
  }

  override ignoreEvent(): boolean {
    return true;
  }
}

export function cursors(text: Y.Text, present: Awareness, section: string): Extension {
  return ViewPlugin.fromClass(
    class {
      decorations: DecorationSet = Decoration.none;
      readonly #heard = (_: unknown, origin: unknown): void => {
        if (origin !== "local") this.view.dispatch({});
      };

      constructor(private readonly view: EditorView) {
        present.on("change", this.#heard);
      }

      update(update: ViewUpdate): void {
        if (update.selectionSet || update.focusChanged || update.docChanged) tell(update.view, text, present, section);
        this.decorations = drawn(ranges(text, present, section, update.state.doc.length));
      }

      destroy(): void {
        present.off("change", this.#heard);
      }
    },
    { decorations: (plugin) => plugin.decorations },
  );
}

/** The own cursor, for the others. */
function tell(view: EditorView, text: Y.Text, present: Awareness, section: string): void {
  const mine = (present.getLocalState() as Shown | null)?.cursor;
  if (!view.hasFocus) {
    if (mine?.section === section) present.setLocalStateField("cursor", null);
    return;
  }
  const { anchor, head } = view.state.selection.main;
  const cursor = { section, anchor: relative(text, anchor), head: relative(text, head) };
  if (JSON.stringify(cursor) !== JSON.stringify(mine)) present.setLocalStateField("cursor", cursor);
}

const relative = (text: Y.Text, at: number): unknown =>
  JSON.parse(JSON.stringify(Y.createRelativePositionFromTypeIndex(text, at)));

function ranges(text: Y.Text, present: Awareness, section: string, length: number): Range[] {
  const found: Range[] = [];
  for (const [client, state] of present.getStates()) {
    const { user, cursor } = state as Shown;
    if (client === present.clientID || !user || cursor?.section !== section) continue;
    const anchor = absolute(text, cursor.anchor, length);
    const head = absolute(text, cursor.head, length);
    if (anchor === undefined || head === undefined) continue;
    const [from, to] = [Math.min(anchor, head), Math.max(anchor, head)];
    found.push({ from, to, head, name: String(user.name), colour: colourOf(user.colour) });
  }
  return found.sort((a, b) => a.from - b.from);
}

function absolute(text: Y.Text, position: unknown, length: number): number | undefined {
  if (!text.doc) return undefined;
  try {
    const at = Y.createAbsolutePositionFromRelativePosition(Y.createRelativePositionFromJSON(position), text.doc);
    return at?.type === text ? Math.min(at.index, length) : undefined;
  } catch {
    return undefined; // what another browser says of itself
  }
}

function drawn(all: readonly Range[]): DecorationSet {
  const marks = all
    .flatMap((range) => [
      ...(range.to > range.from
        ? [{ from: range.from, to: range.to, value: Decoration.mark({ class: `selected colour-${range.colour}` }) }]
        : []),
      { from: range.head, to: range.head, value: Decoration.widget({ widget: new Caret(range.name, range.colour), side: 1 }) },
    ])
    .sort((a, b) => a.from - b.from || a.value.startSide - b.value.startSide);
  const builder = new RangeSetBuilder<Decoration>();
  for (const mark of marks) builder.add(mark.from, mark.to, mark.value);
  return builder.finish();
}

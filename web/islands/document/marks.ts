/** Where comments and suggestions are in a section: the words are marked, suggested ones stand beside the old. */

import type { Extension } from "@codemirror/state";
import { Decoration, type DecorationSet, WidgetType } from "@codemirror/view";
import { drawnAnew } from "./drawn";
import type { Remark } from "./remarks";

class Suggested extends WidgetType {
  constructor(
    private readonly words: string,
    private readonly id: string,
  ) {
    super();
  }

  override eq(other: Suggested): boolean {
    return this.words === other.words && this.id === other.id;
  }

  toDOM(): HTMLElement {
    const ins = document.createElement("ins");
    ins.className = "suggested";
    ins.dataset["remark"] = this.id;
    ins.textContent = this.words;
    return ins;
  }
}

/** `open` lists what is not settled; `chosen` hears of a click on marked words. */
export function marks(open: () => readonly Remark[], chosen: (id: string) => void): Extension {
  return drawnAnew((length) => drawn(open(), length), {
    click(event) {
      const marked = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-remark]") : null;
      if (marked) chosen(marked.dataset["remark"] ?? "");
    },
  });
}

function drawn(open: readonly Remark[], length: number): DecorationSet {
  const all = open.flatMap((remark) => {
    const [from, to] = [Math.min(remark.range?.from ?? 0, length), Math.min(remark.range?.to ?? 0, length)];
    if (!remark.range) return [];
    const attributes = { "data-remark": remark.id };
    const comment = remark.kind === "comment";
    const mark = Decoration.mark({ tagName: comment ? "mark" : "del", class: comment ? "remarked" : "replaced", attributes });
    const widget = Decoration.widget({ widget: new Suggested(remark.body, remark.id), side: -1 });
    return [
      ...(to > from ? [mark.range(from, to)] : []),
      ...(!comment && remark.body ? [widget.range(to)] : []),
    ];
  });
  return Decoration.set(all, true);
}

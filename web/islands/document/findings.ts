/**
 * While somebody types: what in a section may tell who the patient is, as the service's rules see it.
 * The words are marked, and beside the section each stands with what could replace it.
 */

import { type Extension, StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView } from "@codemirror/view";
import type { PrivacyFinding } from "../api";
import { announce } from "../frame/announce";
import { copyOf, type Parts, within } from "../room/page";
import type { Editor } from "./editor";
import { word } from "./words";

const PAUSE_MS = 1_200;
const REFUSED_MS = 20_000;

const told = StateEffect.define<readonly PrivacyFinding[]>();

/** The marks move with the words until the next answer. */
const field = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    let now = marks.map(transaction.changes);
    for (const effect of transaction.effects) if (effect.is(told)) now = drawn(effect.value, transaction.newDoc.length);
    return now;
  },
  provide: (marks) => EditorView.decorations.from(marks),
});

export const tells: Extension = field;

function drawn(all: readonly PrivacyFinding[], length: number): DecorationSet {
  const there = all.filter(({ start, end }) => end > start && end <= length);
  const mark = ({ id }: PrivacyFinding): Decoration => Decoration.mark({ class: "tells", attributes: { "data-finding": id } });
  return Decoration.set(there.map((one) => mark(one).range(one.start, one.end)), true);
}

/** Where the words of a finding are now. */
export function placeOf(view: EditorView, id: string): { from: number; to: number } | undefined {
  let found: { from: number; to: number } | undefined;
  view.state.field(field).between(0, view.state.doc.length, (from, to, mark) => {
    const { attributes } = mark.spec as { attributes: Record<string, string> };
    if (attributes["data-finding"] === id) found = { from, to };
  });
  return found;
}

export class Findings {
  readonly #list: HTMLElement;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;
  #known = 0;

  constructor(
    section: HTMLElement,
    private readonly address: string,
    private readonly part: Parts,
    private readonly editor: Editor,
  ) {
    this.#list = copyOf(part("findings-template"));
    section.append(this.#list);
  }

  /** Something was typed here: ask when the typing pauses. */
  soon(ms = PAUSE_MS): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ask(), ms);
  }

  async #ask(): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    const body = this.editor.whole;
    const answer = await fetch(this.address, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify({ body }),
    }).catch(() => undefined);
    if (asked !== this.#asked) return;
    if (!answer?.ok) {
      if (answer?.status === 429) this.soon(REFUSED_MS);
      return;
    }
    const all = (await answer.json()) as PrivacyFinding[];
    if (body === this.editor.whole) this.#show(all.filter((one) => !one.explanation).map((one) => inUnits(one, body)));
    else this.soon();
  }

  #show(all: readonly PrivacyFinding[]): void {
    this.editor.tell(told.of(all));
    within(this.#list, "ul").replaceChildren(...all.map((one) => this.#item(one)));
    this.#list.hidden = all.length === 0;
    if (all.length > this.#known) announce(word("tells", { number: String(all.length) }));
    this.#known = all.length;
  }

  #item(finding: PrivacyFinding): HTMLElement {
    const item = copyOf(this.part("finding-template"));
    within(item, "b").textContent = word(`finding-${finding.type}`) || finding.type;
    within(item, "q").textContent = finding.quote;
    const replace = within<HTMLButtonElement>(item, "button");
    replace.textContent = finding.suggestion ? word("replaceby", { words: finding.suggestion }) : word("takeout");
    replace.addEventListener("click", () => this.editor.replaceFound(finding.id, finding.suggestion));
    return item;
  }
}

/** The service counts code points, the editor UTF-16 units. */
function inUnits(finding: PrivacyFinding, text: string): PrivacyFinding {
  const points = Array.from(text);
  const units = (count: number): number => points.slice(0, count).join("").length;
  return { ...finding, start: units(finding.start), end: units(finding.end) };
}

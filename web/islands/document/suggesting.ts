/**
 * Suggestion mode: what is typed, pasted or deleted becomes a suggestion beside the text, which stays as it is.
 * Typing on goes on with the same suggestion; anywhere else begins another.
 */

import { EditorState, type Extension, type Transaction, type TransactionSpec } from "@codemirror/state";
import type { Range, Remark, Remarks } from "./remarks";

interface Change extends Range {
  readonly insert: string;
}

/** What a change makes of the suggestion at hand: another range and other words, or nothing of it left. */
interface Proposal {
  readonly range: Range;
  readonly text: string;
}

interface How {
  readonly backwards: boolean;
  /** By a keyboard that puts words together, in several steps. */
  readonly composing: boolean;
  readonly begins: boolean;
}

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

export class Suggesting {
  on = false;
  #current = "";
  /** The words of the suggestion before a composition began: each of its steps brings all that it composed. */
  #beforeComposing = "";

  constructor(
    private readonly remarks: Remarks,
    private readonly section: string,
    private readonly fitting: (words: string) => string,
  ) {}

  /** For the editor: its own edits do not reach the text while the mode is on. */
  get extension(): Extension {
    return EditorState.transactionFilter.of((transaction) => (this.#isMine(transaction) ? this.#instead(transaction) : transaction));
  }

  #isMine(transaction: Transaction): boolean {
    if (!this.on || !transaction.docChanged) return false;
    return ["input", "delete", "move"].some((event) => transaction.isUserEvent(event));
  }

  /** Nothing but the caret moves. */
  #instead(transaction: Transaction): TransactionSpec {
    const changes: Change[] = [];
    const composing = transaction.isUserEvent("input.type.compose");
    const begins = transaction.isUserEvent("input.type.compose.start");
    transaction.changes.iterChanges((from, to, _fromB, _toB, insert) => changes.push({ from, to, insert: this.fitting(insert.toString()) }));
    const backwards = transaction.isUserEvent("delete.backward");
    let caret = transaction.startState.selection.main.head;
    const text = transaction.startState.doc.toString();
    if (begins) this.#beforeComposing = "";
    for (const change of changes) caret = this.#propose(change, text, { backwards, composing, begins });
    return { selection: { anchor: caret }, scrollIntoView: true };
  }

  /** Returns where the caret goes. */
  #propose(change: Change, text: string, how: How): number {
    const current = this.remarks.of(this.section).find((one) => one.id === this.#current && !one.settled && one.same);
    if (current && how.begins) this.#beforeComposing = current.body;
    const here = current && how.composing ? { ...current, body: this.#beforeComposing } : current;
    const goesOn = here && continued(here, change, text, how.backwards);
    if (current && goesOn) return this.#goOn(current, goesOn, change);
    const { from, to, insert } = change;
    if (from === to && insert === "") return from;
    this.#current = this.remarks.suggest(this.section, this.remarks.anchor(this.section, { from, to }), insert, this);
    return insert ? to : from;
  }

  #goOn(current: Remark, { range, text }: Proposal, change: Change): number {
    if (range.from === range.to && text === "") {
      this.remarks.drop(current.id, this);
      this.#current = "";
    } else this.remarks.amend(current.id, this.remarks.anchor(this.section, range), text, this);
    return change.insert || text ? range.to : range.from;
  }
}

/** Undefined: the change is somewhere else. */
function continued(current: Remark, change: Change, text: string, backwards: boolean): Proposal | undefined {
  const range = current.range;
  if (!range) return undefined;
  const { from, to, insert } = change;
  const touches = from <= range.to && to >= range.from;
  if (!touches) return undefined;
  if (from === to) return { range, text: current.body + insert };
  if (insert === "" && backwards && to === range.to && current.body) return { range, text: withoutLast(current.body) };
  if (insert === "" && backwards && from >= range.from) return { range: { from: before(text, range.from), to: range.to }, text: current.body };
  return { range: { from: Math.min(from, range.from), to: Math.max(to, range.to) }, text: current.body + insert };
}

function withoutLast(words: string): string {
  const all = [...graphemes.segment(words)];
  return words.slice(0, all.at(-1)?.index ?? 0);
}

/** Where the letter before a place begins. */
function before(text: string, at: number): number {
  const near = text.slice(Math.max(0, at - 40), at);
  return at - near.length + withoutLast(near).length;
}

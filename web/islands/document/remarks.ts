/**
 * Comments and suggestions: root maps of the document, each entry on a range of a section (PROTOCOL.md).
 * What other browsers wrote into them is read with care; only the text of sections is checked by the service.
 */

import * as Y from "yjs";
import { newId } from "../room/page";

export type Kind = "comment" | "suggestion";
export type Settled = "" | "resolved" | "accepted" | "rejected";

export interface Me {
  readonly person: string;
  readonly name: string;
}

/** Positions in a section: UTF-16 units. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** A range that moves with the words around it. */
export interface Anchor {
  readonly from: string;
  readonly to: string;
  readonly quote: string;
}

export interface Said {
  readonly name: string;
  readonly at: string;
  readonly body: string;
}

export interface Remark extends Said {
  readonly id: string;
  readonly kind: Kind;
  readonly section: string;
  readonly quote: string;
  readonly settled: Settled;
  readonly settledBy: string;
  readonly replies: readonly Said[];
  readonly range: Range | undefined;
  /** The words it is about read as they did. */
  readonly same: boolean;
}

type Entry = Y.Map<unknown>;

/** An acceptance made here: another's may win, and then its words are not to stand twice. */
interface Done {
  readonly mark: string;
  readonly section: string;
  readonly placed: Anchor;
}

const MOST = 4000;
const SETTLED = new Set(["accepted", "rejected"]);

export class Remarks {
  readonly #comments: Y.Map<unknown>;
  readonly #suggestions: Y.Map<unknown>;
  readonly #done = new Map<string, Done>();
  /** What was read of the document as it is: editors ask at every move of the caret. */
  #known: ReadonlyMap<string, Remark[]> | undefined;

  constructor(
    private readonly document: Y.Doc,
    private readonly me: () => Me,
    changed: () => void,
  ) {
    this.#comments = document.getMap("comments");
    this.#suggestions = document.getMap("suggestions");
    document.on("beforeObserverCalls", () => (this.#known = undefined));
    this.#comments.observeDeep(changed);
    this.#suggestions.observeDeep(() => {
      changed();
      if (this.#done.size) queueMicrotask(() => this.#yieldToWinners());
    });
  }

  /** Those of a section, in the order of its words; what hangs nowhere any more is last. */
  of(section: string): readonly Remark[] {
    this.#known ??= this.#all();
    return this.#known.get(section) ?? [];
  }

  /** Of a long range its beginning. */
  anchor(section: string, { from, to }: Range): Anchor {
    const text = this.#text(section);
    const end = Math.min(to, from + MOST);
    return { ...anchored(text, from, end), quote: text.toString().slice(from, end) };
  }

  comment(section: string, anchor: Anchor, body: string): void {
    this.#add(this.#comments, section, anchor, { body, resolved: false, replies: new Y.Array() });
  }

  /** Returns its id. */
  suggest(section: string, anchor: Anchor, text: string): string {
    return this.#add(this.#suggestions, section, anchor, { text: text.slice(0, MOST), state: "open" });
  }

  /** One's own open suggestion, as it reads after more was typed. */
  amend(id: string, anchor: Anchor, text: string): void {
    this.#set(this.#suggestions, id, { ...anchor, text: text.slice(0, MOST) });
  }

  /** A suggestion of which nothing is left is none. */
  drop(id: string): void {
    this.#suggestions.delete(id);
  }

  reply(id: string, body: string): void {
    const replies = entry(this.#comments, id)?.get("replies");
    if (replies instanceof Y.Array) replies.push([{ ...this.#mine(), body: body.slice(0, MOST) }]);
  }

  resolve(id: string, yes: boolean): void {
    this.#set(this.#comments, id, { resolved: yes, settled_by: yes ? this.me().name : "" });
  }

  reject(id: string): void {
    this.#set(this.#suggestions, id, { state: "rejected", decision: newId(), settled_by: this.me().name });
  }

  /** Put the suggested words into the text; nothing happens when the words there have changed since. */
  accept(id: string): void {
    const section = words(entry(this.#suggestions, id)?.get("section"));
    const remark = this.of(section).find((one) => one.id === id);
    if (!remark?.range || !remark.same || remark.settled) return;
    const { body, range } = remark;
    const mark = newId();
    this.document.transact(() => {
      this.#set(this.#suggestions, id, { state: "accepted", decision: mark, settled_by: this.me().name });
      this.#replace(section, range, body);
    });
    const placed = this.anchor(section, { from: range.from, to: range.from + body.length });
    this.#done.set(id, { mark, section, placed });
  }

  /** Two who decide at the same moment: the one whose decision does not stand takes the own words out again. */
  #yieldToWinners(): void {
    for (const [id, { mark, section, placed }] of this.#done) {
      const suggestion = entry(this.#suggestions, id);
      if (!suggestion || suggestion.get("decision") === mark) continue;
      this.#done.delete(id);
      const range = this.#range(section, placed.from, placed.to);
      const back = suggestion.get("state") === "rejected" ? String(suggestion.get("quote") ?? "") : "";
      if (range) this.document.transact(() => this.#replace(section, range, back));
    }
  }

  #replace(section: string, { from, to }: Range, words: string): void {
    const text = this.#text(section);
    if (to > from) text.delete(from, to - from);
    if (words) text.insert(from, words);
  }

  #add(to: Y.Map<unknown>, section: string, anchor: Anchor, rest: Record<string, unknown>): string {
    const id = newId();
    to.set(id, new Y.Map(Object.entries({ id, section, ...anchor, ...this.#mine(), ...rest })));
    return id;
  }

  #set(all: Y.Map<unknown>, id: string, values: Record<string, unknown>): void {
    const found = entry(all, id);
    if (found) this.document.transact(() => Object.entries(values).forEach(([key, value]) => found.set(key, value)));
  }

  #mine(): Record<string, string> {
    const { person, name } = this.me();
    return { by: person, name, at: new Date().toISOString() };
  }

  #text(section: string): Y.Text {
    return this.document.getText(`section:${section}`);
  }

  #all(): Map<string, Remark[]> {
    const sections = new Map<string, Remark[]>();
    const texts = new Map<string, string>();
    const read = (section: string): string => {
      const text = texts.get(section) ?? this.#text(section).toString();
      texts.set(section, text);
      return text;
    };
    for (const [kind, all] of [["comment", this.#comments], ["suggestion", this.#suggestions]] as const) {
      for (const id of all.keys()) {
        const found = entry(all, id);
        const remark = found && this.#remark(kind, id, found, read);
        if (remark) sections.set(remark.section, [...(sections.get(remark.section) ?? []), remark]);
      }
    }
    for (const remarks of sections.values()) remarks.sort(inOrder);
    return sections;
  }

  #remark(kind: Kind, id: string, from: Entry, read: (section: string) => string): Remark {
    const section = words(from.get("section"));
    const quote = words(from.get("quote"));
    const range = this.#range(section, words(from.get("from")), words(from.get("to")));
    return {
      ...said({ name: from.get("name"), at: from.get("at"), body: from.get(kind === "comment" ? "body" : "text") }),
      id,
      kind,
      section,
      quote,
      range,
      settled: kind === "comment" ? (from.get("resolved") === true ? "resolved" : "") : decided(from.get("state")),
      settledBy: words(from.get("settled_by")),
      replies: replies(from.get("replies")),
      same: range !== undefined && read(section).slice(range.from, range.to) === quote,
    };
  }

  #range(section: string, from: string, to: string): Range | undefined {
    const text = this.#text(section);
    const [start, end] = [this.#at(text, from), this.#at(text, to)];
    return start === undefined || end === undefined ? undefined : { from: start, to: Math.max(start, end) };
  }

  #at(text: Y.Text, position: string): number | undefined {
    try {
      const relative = Y.createRelativePositionFromJSON(JSON.parse(position));
      const at = Y.createAbsolutePositionFromRelativePosition(relative, this.document);
      return at?.type === text ? at.index : undefined;
    } catch {
      return undefined;
    }
  }
}

function inOrder(a: Remark, b: Remark): number {
  const place = (one: Remark): number => one.range?.from ?? Number.MAX_SAFE_INTEGER;
  return place(a) - place(b) || a.at.localeCompare(b.at) || a.id.localeCompare(b.id);
}

/** What is typed at the edges of a range stays outside of it. */
function anchored(text: Y.Text, from: number, to: number): { from: string; to: string } {
  const at = (index: number, side: number) => JSON.stringify(Y.createRelativePositionFromTypeIndex(text, index, side));
  return { from: at(from, 0), to: at(to, to > from ? -1 : 0) };
}

function entry(all: Y.Map<unknown>, id: string): Entry | undefined {
  const found = all.get(id);
  return found instanceof Y.Map ? (found as Entry) : undefined;
}

const words = (value: unknown): string => (typeof value === "string" ? value.slice(0, MOST) : "");

const decided = (state: unknown): Settled => (SETTLED.has(words(state)) ? (state as Settled) : "");

function said(from: { name?: unknown; at?: unknown; body?: unknown }): Said {
  return { name: words(from.name), at: words(from.at), body: words(from.body) };
}

function replies(found: unknown): Said[] {
  if (!(found instanceof Y.Array)) return [];
  return found.toArray().flatMap((one: unknown) => (one instanceof Object ? [said(one)] : []));
}

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

/** The words that an acceptance put in: so many insertions of a client, whatever became of them since. */
interface Words {
  readonly client: number;
  readonly clock: number;
  readonly length: number;
}

/** Where an acceptance stands in its suggestion: a key of its own, so that two at the same moment are both seen. */
const ACCEPTED = "accepted:";
const MOST = 4000;

export class Remarks {
  readonly #comments: Y.Map<unknown>;
  readonly #suggestions: Y.Map<unknown>;
  /** What was read of the document as it is: editors ask at every move of the caret. */
  #known: ReadonlyMap<string, Remark[]> | undefined;

  constructor(
    private readonly document: Y.Doc,
    private readonly me: () => Me,
    private readonly writes: () => boolean,
    changed: () => void,
  ) {
    this.#comments = document.getMap("comments");
    this.#suggestions = document.getMap("suggestions");
    document.on("beforeObserverCalls", () => (this.#known = undefined));
    this.#comments.observeDeep(changed);
    this.#suggestions.observeDeep(() => {
      changed();
      queueMicrotask(() => this.acceptOnce());
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

  /** Returns its id. `by` is what undoes it. */
  suggest(section: string, anchor: Anchor, text: string, by?: object): string {
    return this.#add(this.#suggestions, section, anchor, { text: text.slice(0, MOST), state: "open" }, by);
  }

  /** One's own open suggestion, as it reads after more was typed. */
  amend(id: string, anchor: Anchor, text: string, by: object): void {
    this.#set(this.#suggestions, id, { ...anchor, text: text.slice(0, MOST) }, by);
  }

  /** A suggestion of which nothing is left is none. */
  drop(id: string, by: object): void {
    this.document.transact(() => this.#suggestions.delete(id), by);
  }

  /** Undoes what was suggested by the same; what was decided meanwhile stays. */
  undoing(by: object): Y.UndoManager {
    const deleteFilter = (item: Y.Item): boolean => {
      const kind = item.parent === this.#suggestions && item.content instanceof Y.ContentType ? item.content.type : item.parent;
      return !(kind instanceof Y.Map) || decided(kind as Entry) === "";
    };
    return new Y.UndoManager(this.#suggestions, { trackedOrigins: new Set([by]), deleteFilter });
  }

  reply(id: string, body: string): void {
    const replies = entry(this.#comments, id)?.get("replies");
    if (replies instanceof Y.Array) replies.push([{ ...this.#mine(), body: body.slice(0, MOST) }]);
  }

  resolve(id: string, yes: boolean): void {
    this.#set(this.#comments, id, { resolved: yes, ...(yes ? this.#settler() : { settled_by: "", settler: "" }) });
  }

  reject(id: string): void {
    this.#set(this.#suggestions, id, { state: "rejected", ...this.#settler() });
  }

  /** Put the suggested words into the text; nothing happens when the words there have changed since. */
  accept(id: string): void {
    const section = words(entry(this.#suggestions, id)?.get("section"));
    const remark = this.of(section).find((one) => one.id === id);
    if (!remark?.range || !remark.same || remark.settled) return;
    const { body, range } = remark;
    this.document.transact(() => {
      const put = this.#replace(section, range, body);
      this.#set(this.#suggestions, id, { state: "accepted", ...this.#settler(), [ACCEPTED + newId()]: { ...this.#mine(), ...put } });
    });
  }

  /**
   * Of several who accepted at the same moment the first by its key stands, and the words of the others go; against
   * a rejection it stands too. All who may write do this, whenever they see it: twice is the same as once.
   */
  acceptOnce(): void {
    if (!this.writes()) return;
    for (const id of this.#suggestions.keys()) {
      const found = entry(this.#suggestions, id);
      const [first, ...others] = found ? acceptances(found) : [];
      if (!found || first === undefined || (!others.length && found.get("state") === "accepted")) continue;
      this.document.transact(() => {
        for (const other of others) {
          this.#takeOut(this.#text(words(found.get("section"))), found.get(other) as Words);
          found.delete(other);
        }
        const { by, name } = found.get(first) as { by?: unknown; name?: unknown };
        this.#set(this.#suggestions, id, { state: "accepted", settler: words(by), settled_by: words(name) });
      });
    }
  }

  #replace(section: string, { from, to }: Range, words: string): Words {
    const text = this.#text(section);
    const { clientID, store } = this.document;
    if (to > from) text.delete(from, to - from);
    const clock = Y.getState(store, clientID);
    if (words) text.insert(from, words);
    return { client: clientID, clock, length: words.length };
  }

  /** What others wrote into them stays. */
  #takeOut(text: Y.Text, { client, clock, length }: Words): void {
    let at = 0;
    const there: Range[] = [];
    for (let item = text._start; item; item = item.right) {
      if (item.deleted || !item.countable) continue;
      const from = Math.max(item.id.clock, clock);
      const to = Math.min(item.id.clock + item.length, clock + length);
      const start = at - item.id.clock;
      if (item.id.client === client && from < to) there.push({ from: start + from, to: start + to });
      at += item.length;
    }
    for (const { from, to } of there.reverse()) text.delete(from, to - from);
  }

  #add(to: Y.Map<unknown>, section: string, anchor: Anchor, rest: Record<string, unknown>, by?: object): string {
    const id = newId();
    const said = { id, section, ...anchor, ...this.#mine(), ...rest };
    this.document.transact(() => to.set(id, new Y.Map(Object.entries(said))), by);
    return id;
  }

  #set(all: Y.Map<unknown>, id: string, values: Record<string, unknown>, by?: object): void {
    const found = entry(all, id);
    if (found) this.document.transact(() => Object.entries(values).forEach(([key, value]) => found.set(key, value)), by);
  }

  #settler(): Record<string, string> {
    const { person, name } = this.me();
    return { settler: person, settled_by: name };
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
      settled: kind === "comment" ? (from.get("resolved") === true ? "resolved" : "") : decided(from),
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

function decided(suggestion: Entry): Settled {
  const state = suggestion.get("state");
  if (state === "accepted" || acceptances(suggestion).length) return "accepted";
  return state === "rejected" ? "rejected" : "";
}

/** Their keys, in the same order everywhere. */
function acceptances(suggestion: Entry): string[] {
  return [...suggestion.keys()].filter((key) => key.startsWith(ACCEPTED) && isPlaced(suggestion.get(key))).sort();
}

function isPlaced(value: unknown): value is Words {
  const { client, clock, length } = (value ?? {}) as Record<string, unknown>;
  return [client, clock, length].every((number) => Number.isSafeInteger(number));
}

function said(from: { name?: unknown; at?: unknown; body?: unknown }): Said {
  return { name: words(from.name), at: words(from.at), body: words(from.body) };
}

function replies(found: unknown): Said[] {
  if (!(found instanceof Y.Array)) return [];
  return found.toArray().flatMap((one: unknown) => (one instanceof Object ? [said(one)] : []));
}

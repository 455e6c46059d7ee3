/** Who wrote what: Yjs keeps with each insertion the client that made it, the service knows whose that is. */

import type { Extension } from "@codemirror/state";
import { Decoration, type DecorationSet } from "@codemirror/view";
import * as Y from "yjs";
import type { Writer } from "../api";
import { colourOf } from "./cursors";
import { drawnAnew } from "./drawn";

export interface Run {
  readonly from: number;
  readonly to: number;
  readonly name: string;
  readonly colour: number;
}

/** Fetched anew each time it is asked for: others come and write. */
export async function writersOf(document: string): Promise<ReadonlyMap<number, Writer>> {
  const answer = await fetch(`/api/realtime/documents/${document}/writers`, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return new Map(((await answer.json()) as Writer[]).map((writer) => [writer.client, writer]));
}

/** Neighbouring words of one person are one run; those of nobody known are none. `me` has typed since. */
export function runs(text: Y.Text, writers: ReadonlyMap<number, Writer>, me: Writer | undefined): Run[] {
  const found: Run[] = [];
  let at = 0;
  for (let item = text._start; item; item = item.right) {
    if (item.deleted || !item.countable) continue;
    const writer = writers.get(item.id.client) ?? (item.id.client === text.doc?.clientID ? me : undefined);
    const last = found.at(-1);
    const to = at + item.length;
    if (writer && last?.to === at && last.name === writer.name) found[found.length - 1] = { ...last, to };
    else if (writer) found.push({ from: at, to, name: writer.name, colour: colourOf(writer.colour) });
    at = to;
  }
  return found;
}

/** Each person's part of the words that are known to be somebody's, the largest first: name and share. */
export function shares(all: readonly Run[]): [string, number][] {
  const lengths = new Map<string, number>();
  for (const { name, from, to } of all) lengths.set(name, (lengths.get(name) ?? 0) + to - from);
  const sum = [...lengths.values()].reduce((a, b) => a + b, 0);
  return [...lengths].map(([name, length]): [string, number] => [name, length / sum]).sort((a, b) => b[1] - a[1]);
}

export function wrote(known: () => readonly Run[]): Extension {
  return drawnAnew((length) => drawn(known(), length));
}

function drawn(all: readonly Run[], length: number): DecorationSet {
  const there = all.filter((run) => run.to <= length && run.to > run.from);
  return Decoration.set(
    there.map(({ from, to, name, colour }) => Decoration.mark({ class: `wrote colour-${colour}`, attributes: { title: name } }).range(from, to)),
  );
}

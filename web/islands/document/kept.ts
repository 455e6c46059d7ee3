/** The copy of a document on this device: for coming back without a line. Gone when one signs out (frame/kept.ts). */

import { IndexeddbPersistence } from "y-indexeddb";
import type * as Y from "yjs";
import { DOCUMENTS, keys, read, write } from "../frame/kept";

/** Its transactions have it as their origin; `isKeptCopy` tells them from edits. */
export class Kept extends IndexeddbPersistence {
  readonly isKeptCopy = true;
}

/** What this browser remembers of one document for one person. */
export class Memory {
  readonly #name: string;
  readonly #earlier: string[];
  #mine = "";

  constructor(person: string, id: string) {
    this.#name = `${DOCUMENTS}${person}:${id}`;
    this.#earlier = keys(`${this.#name}:unsaved:`);
  }

  /** The generation of the copy that is here, if one is. */
  get generation(): string {
    return read(this.#name);
  }

  set generation(value: string) {
    write(this.#name, value);
  }

  open(generation: string, document: Y.Doc): Kept {
    this.#mine = `${this.#name}:unsaved:${document.clientID}`;
    return new Kept(`${this.#name}:${generation}`, document);
  }

  /** Whether a page before this one ended with edits that had no receipt. */
  get leftUnsaved(): boolean {
    return this.#earlier.length > 0;
  }

  unsaved(yes: boolean): void {
    if (yes) write(this.#mine, "yes");
    else for (const key of [this.#mine, ...this.#earlier.splice(0)]) write(key, "");
  }
}

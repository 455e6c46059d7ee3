/** The copy of a document on this device: for coming back without a line. Gone when one signs out (frame/kept.ts). */

import { IndexeddbPersistence } from "y-indexeddb";
import type * as Y from "yjs";
import { DOCUMENTS, keys, read, write } from "../frame/kept";

const OPENED_WITHIN_MS = 4_000;

/**
 * Its transactions have it as their origin; `isKeptCopy` tells them from edits. An error of the database is
 * caught here: one that leaves a listener of Yjs would silence the document for everybody else.
 */
export class Kept extends IndexeddbPersistence {
  readonly isKeptCopy = true;

  constructor(name: string, document: Y.Doc, failed: () => void) {
    super(name, document);
    const store = this._storeUpdate;
    document.off("update", store);
    this._storeUpdate = (update, origin) => {
      try {
        store(update, origin);
      } catch {
        document.off("update", this._storeUpdate);
        failed();
      }
    };
    document.on("update", this._storeUpdate);
  }

  /** When the copy is here. Rejects when the browser does not open it, or not in time. */
  async opened(): Promise<void> {
    const late = new Promise<never>((_, no) => setTimeout(() => no(new Error("late")), OPENED_WITHIN_MS));
    await Promise.race([this._db.then(() => this.whenSynced), late]);
  }

  /** Stop keeping; what is kept stays. */
  close(): void {
    this.destroy().catch(() => undefined);
  }
}

/** What this browser remembers of one document for one person. */
export class Memory {
  readonly #name: string;
  readonly #earlier: string[];
  /** Named like what is unsaved, so that signing out asks before it goes. */
  readonly #aside: string;
  #mine = "";

  constructor(person: string, id: string) {
    this.#name = `${DOCUMENTS}${person}:${id}`;
    this.#aside = `${this.#name}:unsaved:aside`;
    this.#earlier = keys(`${this.#name}:unsaved:`).filter((key) => key !== this.#aside);
  }

  /** The generation of the copy that is here, if one is. */
  get generation(): string {
    return read(this.#name);
  }

  set generation(value: string) {
    write(this.#name, value);
  }

  /** The text of a copy that can no longer be merged, until somebody says that it may go. */
  get aside(): string {
    return read(this.#aside);
  }

  /** Whether the browser took it. */
  putAside(text: string): boolean {
    const all = [this.aside, text].filter(Boolean).join("\n\n");
    write(this.#aside, all);
    return this.aside === all;
  }

  dropAside(): void {
    write(this.#aside, "");
  }

  open(generation: string, document: Y.Doc, failed: () => void): Kept {
    this.#mine = `${this.#name}:unsaved:${document.clientID}`;
    return new Kept(`${this.#name}:${generation}`, document, failed);
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

/** What is saved and what is not: only a receipt makes an edit saved. Knows no socket and no page. */

export class Saving {
  #made = 0;
  #saved = 0;
  #sent: number[] = [];
  #since = 0;

  constructor(private readonly changed: () => void) {}

  /** Edits of this device that have no receipt. */
  get unsaved(): number {
    return this.#made - this.#saved;
  }

  /** Milliseconds since the oldest of them was made. */
  waiting(now: number): number {
    return this.unsaved ? now - this.#since : 0;
  }

  /** An edit was made here. */
  made(now: number): void {
    if (!this.unsaved) this.#since = now;
    this.#made += 1;
    this.changed();
  }

  /** A frame that counts was sent: it holds every edit made so far. */
  sent(): void {
    this.#sent.push(this.#made);
  }

  /** The service has the first so many frames of this connection. */
  receipt(durable: number, now: number): void {
    const reached = this.#sent[durable - 1];
    if (reached === undefined || reached <= this.#saved) return;
    this.#saved = reached;
    this.#since = now;
    this.changed();
  }

  /** The service turned out to have everything: a receipt had got lost with the line. */
  allThere(): void {
    this.#saved = this.#made;
    this.changed();
  }

  /** Receipts count for one connection. */
  disconnected(): void {
    this.#sent = [];
    this.changed();
  }
}

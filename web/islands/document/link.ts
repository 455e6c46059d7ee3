/** The connection of a Yjs document to the service: asks, answers, counts receipts, comes back by itself. */

import * as awarenesses from "y-protocols/awareness";
import * as Y from "yjs";
import { Retry } from "../media/retry";
import type { Saving } from "./saving";
import { type Hello, NOTHING, type Notice, Step, awareness, read, sync } from "./wire";

/** After these notices connecting again changes nothing. */
const FINAL = new Set(["other_account", "malformed", "not_allowed", "too_large", "gone", "generation_changed", "taken_back"]);
const OPEN_WITHIN_MS = 15_000;
/** The service speaks at least every 12 seconds. */
const SILENCE_MS = 30_000;

export interface LinkListener {
  hello(hello: Hello): void;
  /** All that the service has is here. */
  complete(): void;
  online(yes: boolean): void;
  over(notice: Notice): void;
}

export class Link {
  #socket: WebSocket | undefined;
  #notice: Notice | undefined;
  #writes = false;
  /** The service said who we are; from then on something may be sent. */
  #greeted = false;
  /** It was given all that it lacked; from then on edits go out as they are made. */
  #ready = false;
  #over = false;
  #late: ReturnType<typeof setTimeout> | undefined;
  readonly #retry = new Retry(() => this.connect());

  constructor(
    private readonly path: string,
    private readonly document: Y.Doc,
    private readonly present: awarenesses.Awareness,
    private readonly saving: Saving,
    private readonly listener: LinkListener,
    private generation: string,
    private readonly person: string,
  ) {
    document.on("update", (update: Uint8Array, origin: unknown) => this.#edited(update, origin));
    present.on("update", (changes: { added: number[]; updated: number[] }, origin: unknown) => {
      if (origin === "local" && [...changes.added, ...changes.updated].includes(document.clientID)) this.#showMyself();
    });
    addEventListener("online", () => this.connect());
    addEventListener("offline", () => this.#drop());
  }

  connect(): void {
    if (this.#over || this.#socket) return;
    const address = `${location.origin.replace(/^http/, "ws")}${this.path}?generation=${this.generation}`;
    const socket = new WebSocket(address);
    socket.binaryType = "arraybuffer";
    this.#socket = socket;
    this.#listenFor(OPEN_WITHIN_MS);
    socket.addEventListener("message", (event) => {
      if (socket === this.#socket) this.#heard(new Uint8Array(event.data as ArrayBuffer));
    });
    socket.addEventListener("close", () => {
      if (socket === this.#socket) this.#closed();
    });
  }

  /** A line that is dead without a word is given up: closing it properly may take minutes. */
  #drop(): void {
    const socket = this.#socket;
    if (!socket) return;
    this.#closed();
    socket.close();
  }

  #listenFor(ms: number): void {
    clearTimeout(this.#late);
    this.#late = setTimeout(() => this.#drop(), ms);
  }

  stop(): void {
    this.#over = true;
    this.#retry.stop();
    this.#socket?.close();
  }

  #heard(frame: Uint8Array): void {
    const told = read(frame);
    this.#listenFor(SILENCE_MS);
    if (told.kind === "hello") this.#welcomed(told.hello);
    else if (told.kind === "notice") this.#notice = told.notice;
    else if (!this.#greeted) return;
    else if (told.kind === "sync") this.#synced(told.step, told.bytes);
    else if (told.kind === "awareness") awarenesses.applyAwarenessUpdate(this.present, told.bytes, this);
    else if (told.kind === "receipt") this.saving.receipt(told.durable, Date.now());
  }

  #welcomed(hello: Hello): void {
    if (hello.person !== this.person) return this.#isSomebodyElse();
    this.#retry.succeeded();
    this.#greeted = true;
    this.generation = hello.generation;
    this.#writes = hello.rights === "write";
    this.listener.hello(hello);
    this.#send(sync(Step.STATE, Y.encodeStateVector(this.document)));
    this.#showMyself();
    this.listener.online(true);
  }

  #synced(step: number, bytes: Uint8Array): void {
    if (step === Step.STATE) this.#giveWhatIsMissing(bytes);
    else {
      Y.applyUpdate(this.document, bytes, this);
      if (step === Step.DIFFERENCE) this.listener.complete();
    }
  }

  /** An answer without insertions still lists what was deleted; it is sent when an edit may wait for a receipt. */
  #giveWhatIsMissing(vector: Uint8Array): void {
    const missing = Y.encodeStateAsUpdate(this.document, vector);
    const nothing = missing.length === NOTHING.length;
    const news = !nothing && (this.saving.unsaved > 0 || Y.decodeUpdate(missing).structs.length > 0);
    if (nothing) this.saving.allThere();
    this.#ready = this.#writes;
    if (!this.#writes || !news) this.#send(sync(Step.DIFFERENCE, NOTHING));
    else {
      if (!this.saving.unsaved) this.saving.made(Date.now());
      this.#sendCounting(Step.DIFFERENCE, missing);
    }
  }

  #edited(update: Uint8Array, origin: unknown): void {
    if (origin === this || (origin instanceof Object && "isKeptCopy" in origin)) return;
    this.saving.made(Date.now());
    if (this.#ready) this.#sendCounting(Step.UPDATE, update);
  }

  #sendCounting(step: 1 | 2, update: Uint8Array): void {
    this.saving.sent();
    this.#send(sync(step, update));
  }

  #showMyself(): void {
    this.#send(awareness(awarenesses.encodeAwarenessUpdate(this.present, [this.document.clientID])));
  }

  #send(frame: Uint8Array): void {
    if (this.#greeted && this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(frame as Uint8Array<ArrayBuffer>);
  }

  /** Another account signed in on this device meanwhile: its name must not stand under this text. */
  #isSomebodyElse(): void {
    this.#notice = { code: "other_account", message: "" };
    this.#drop();
  }

  #closed(): void {
    clearTimeout(this.#late);
    this.#socket = undefined;
    this.#writes = this.#greeted = this.#ready = false;
    this.saving.disconnected();
    const others = [...this.present.getStates().keys()].filter((client) => client !== this.document.clientID);
    awarenesses.removeAwarenessStates(this.present, others, this);
    this.listener.online(false);
    const notice = this.#notice;
    this.#notice = undefined;
    if (notice && FINAL.has(notice.code)) {
      this.#over = true;
      this.listener.over(notice);
    } else if (!this.#over) this.#retry.schedule();
  }
}

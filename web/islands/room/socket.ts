/** The room's socket: a ticket, a hello, frames, and coming back by itself while that makes sense. */

import { Retry } from "../media/retry";
import { isMediaFrame, type Carrier, type FromService } from "../media/signals";
import { Close, VERSION, type FromBrowser, type Line, type ToBrowser, type Welcome } from "./protocol";

export type Refusal = "acknowledge" | "refused" | "offline";

export interface SocketListener {
  entered(welcome: Welcome, again: boolean): void;
  frame(frame: ToBrowser): void;
  lost(): void;
  over(code: number): void;
  refused(why: Refusal): void;
}

export interface Greeting {
  readonly device: string;
  acknowledged: boolean;
  sends(): { microphone: boolean; camera: boolean };
}

interface Ticket {
  readonly ticket: string;
  readonly iceServers: RTCIceServer[];
}

/** Refusals of the ticket that mean the same as a close of the socket. */
const OVER: Record<string, number> = { RoomEnded: Close.ENDED, MayNotEnter: Close.REMOVED };

/** Problems name their kind at the end of `type` (RFC 9457). */
async function codeOf(answer: Response): Promise<string> {
  try {
    const problem = (await answer.json()) as { type?: string };
    return problem.type?.split("/").at(-1) ?? "";
  } catch {
    return "";
  }
}

/** Browsers keep trying for so long before they tell the person to come back. */
const PATIENCE_MS = 120_000;
/** The service speaks at least every 15 seconds. */
const SILENCE_MS = 40_000;

export class RoomSocket implements Carrier {
  iceServers: RTCIceServer[] = [];
  #socket: WebSocket | undefined;
  #handlers = new Set<(frame: FromService) => void>();
  #inside = false;
  #everInside = false;
  #epoch = "";
  #seq = 0;
  #lostAt = 0;
  #silence: ReturnType<typeof setTimeout> | undefined;
  readonly #retry = new Retry(() => void this.enter());

  constructor(
    private readonly room: string,
    private readonly greeting: Greeting,
    private readonly listener: SocketListener,
  ) {
    addEventListener("online", () => {
      if (this.#lostAt && !this.#inside) void this.enter();
    });
  }

  async enter(): Promise<void> {
    const ticket = await this.#ticket();
    if (!ticket) return;
    this.iceServers = ticket.iceServers;
    this.#retire();
    const socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}/rooms/${this.room}/socket`);
    this.#socket = socket;
    socket.addEventListener("open", () => this.tell(this.#hello(ticket.ticket)));
    socket.addEventListener("message", (event) => {
      if (socket === this.#socket) this.#heard(JSON.parse(String(event.data)) as ToBrowser | FromService);
    });
    socket.addEventListener("close", (event) => {
      if (socket === this.#socket) this.#closed(event.code);
    });
  }

  send(frame: { readonly type: string }): void {
    this.#write(frame);
  }

  tell(frame: FromBrowser): void {
    this.#write(frame);
  }

  onMessage(handler: (frame: FromService) => void): () => void {
    this.#handlers.add(handler);
    return () => this.#handlers.delete(handler);
  }

  get inside(): boolean {
    return this.#inside;
  }

  /** On purpose. Nothing comes back after this. */
  leave(): void {
    this.tell({ type: "goodbye" });
    this.#retire();
    this.#lostAt = 0;
    this.#retry.stop();
  }

  #write(frame: { readonly type: string }): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
  }

  #retire(): void {
    clearTimeout(this.#silence);
    const old = this.#socket;
    this.#socket = undefined;
    this.#inside = false;
    old?.close();
  }

  #hello(ticket: string): FromBrowser {
    const resume = this.#epoch ? { epoch: this.#epoch, seq: this.#seq } : null;
    return { type: "hello", version: VERSION, ticket, device: this.greeting.device, resume, ...this.greeting.sends() };
  }

  #heard(frame: ToBrowser | FromService): void {
    this.#listen();
    if (isMediaFrame(frame)) {
      for (const handler of this.#handlers) handler(frame);
      return;
    }
    if (frame.type === "ping") this.tell({ type: "pong" });
    else if (frame.type === "welcome") this.#welcomed(frame);
    else {
      if (frame.type === "said" && !this.#isNew(frame.line)) return;
      this.listener.frame(frame);
    }
  }

  #welcomed(welcome: Welcome): void {
    this.#inside = true;
    this.#lostAt = 0;
    this.#retry.succeeded();
    if (!welcome.recovered) this.#seq = 0;
    this.#epoch = welcome.epoch;
    this.#seq = welcome.chat.at(-1)?.seq ?? this.#seq;
    const again = this.#everInside;
    this.#everInside = true;
    this.listener.entered(welcome, again);
  }

  #isNew(line: Line): boolean {
    if (line.seq <= this.#seq) return false;
    this.#seq = line.seq;
    return true;
  }

  #listen(): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      this.#retire();
      this.#lose();
    }, SILENCE_MS);
  }

  #closed(code: number): void {
    clearTimeout(this.#silence);
    this.#socket = undefined;
    this.#inside = false;
    if (code >= Close.REPLACED && code < 5000) this.listener.over(code);
    else this.#lose();
  }

  #lose(): void {
    this.#lostAt ||= Date.now();
    if (Date.now() - this.#lostAt > PATIENCE_MS) {
      this.listener.over(0);
      return;
    }
    this.listener.lost();
    this.#retry.schedule();
  }

  async #ticket(): Promise<Ticket | null> {
    let answer: Response;
    try {
      answer = await fetch(`/api/realtime/rooms/${this.room}/ticket`, {
        method: "POST",
        headers: { "content-type": "application/json", accept: "application/json" },
        body: JSON.stringify({ acknowledged: this.greeting.acknowledged }),
      });
    } catch {
      this.#unanswered();
      return null;
    }
    if (answer.ok) return (await answer.json()) as Ticket;
    if (answer.status >= 500 || answer.status === 429) this.#unanswered();
    else this.#refused(await codeOf(answer));
    return null;
  }

  #refused(code: string): void {
    const over = OVER[code];
    if (over !== undefined) this.listener.over(over);
    else this.listener.refused(code === "NotAcknowledged" ? "acknowledge" : "refused");
  }

  /** At the door the person decides when to try again; from the room it happens by itself. */
  #unanswered(): void {
    if (this.#everInside) this.#lose();
    else this.listener.refused("offline");
  }
}

/** The page the browser tests look at: one MediaSession over a web socket, everything shown, everything within reach. */

import { MediaSession, type Remote } from "../../../web/islands/media/session";
import type { Carrier, FromService, ToService } from "../../../web/islands/media/signals";

class Socket implements Carrier {
  #socket!: WebSocket;
  #handlers = new Set<(message: FromService) => void>();
  reopened: (() => void) | undefined;

  async open(): Promise<void> {
    const socket = new WebSocket(`ws://${location.host}/socket/${location.search.slice(1)}`);
    this.#socket = socket;
    socket.onmessage = ({ data }) => {
      for (const handle of this.#handlers) handle(JSON.parse(String(data)) as FromService);
    };
    await new Promise((resolve) => (socket.onopen = resolve));
    socket.onclose = () => setTimeout(() => void this.open().then(() => this.reopened?.()), 100);
  }

  cut(): void {
    this.#socket.close();
  }

  send(message: ToService): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  onMessage(handler: (message: FromService) => void): () => void {
    this.#handlers.add(handler);
    return () => this.#handlers.delete(handler);
  }
}

const tiles = new Map<string, HTMLMediaElement>();

function show(remotes: readonly Remote[]): void {
  const present = new Set(remotes.map(({ source }) => source));
  for (const [source, tile] of tiles) {
    if (!present.has(source)) {
      tile.remove();
      tiles.delete(source);
    }
  }
  for (const { source, kind, member, label, track } of remotes) {
    if (tiles.has(source)) continue;
    const tile = document.createElement(kind === "video" ? "video" : "audio");
    tile.dataset["member"] = member;
    tile.dataset["label"] = label;
    tile.autoplay = true;
    tile.srcObject = new MediaStream([track]);
    document.body.append(tile);
    tiles.set(source, tile);
  }
}

const socket = new Socket();
await socket.open();
const states: string[] = [];
const session = new MediaSession(socket, {
  onRemotes: show,
  onState: (state) => states.push(JSON.stringify(state)),
});
socket.reopened = () => session.reconnect();
session.subscribe();
const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 320, height: 240 } });
await session.publish(stream);
Object.assign(window, { session, socket, states, stream, ready: true });

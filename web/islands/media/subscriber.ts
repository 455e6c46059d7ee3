/** What this browser sees and hears: one peer connection, offered by the service, whose m-lines carry now this
 * member, now that one. */

import { Retry } from "./retry";
import type { FromService, Place, ToService } from "./signals";
import { watch } from "./watch";

/** A stream of another member's; `track` stays the same object while the member keeps the m-line. */
export interface Remote {
  readonly member: string;
  readonly source: string;
  readonly label: string;
  readonly kind: "audio" | "video";
  readonly track: MediaStreamTrack;
}

type Offer = Extract<FromService, { type: "media.offer" }>;
type Places = Extract<FromService, { type: "media.places" }>;

export class Subscriber {
  readonly #retry = new Retry(() => this.restart());
  #wanted = false;
  #pc: RTCPeerConnection | undefined;
  #connection = 0;
  #places: readonly Place[] = [];
  #placesOf = 0;
  #work: Promise<void> = Promise.resolve();
  #shown = new Map<string, Remote>();
  #giveUp: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly send: (message: ToService) => void,
    private readonly configuration: RTCConfiguration,
    private readonly changed: (connected: boolean) => void,
    private readonly show: (remotes: readonly Remote[]) => void,
  ) {}

  get connection(): RTCPeerConnection | undefined {
    return this.#pc;
  }

  /** Ask for a connection; an offer will come. */
  restart(): void {
    this.#wanted = true;
    this.#drop();
    this.#giveUp = setTimeout(() => this.failed(), 8000);
    this.send({ type: "media.subscribe" });
  }

  /** The service says so of a connection; it may mean one of before. */
  lost(connection: number | null): void {
    if (connection === null || connection === this.#connection) this.failed();
  }

  failed(): void {
    this.changed(false);
    this.#drop();
    if (this.#wanted) this.#retry.schedule();
  }

  /** Offers are taken one after the other. */
  offered(offer: Offer): void {
    this.#work = this.#work.then(() => this.#take(offer)).catch(() => this.failed());
  }

  placed(message: Places): void {
    this.#places = message.places;
    this.#placesOf = message.connection;
    this.#update();
  }

  close(): void {
    this.#wanted = false;
    this.#retry.stop();
    this.#drop();
  }

  async #take(offer: Offer): Promise<void> {
    const renegotiation = offer.connection === this.#connection;
    if (!this.#wanted || offer.connection < this.#connection || (renegotiation && !this.#pc)) return;
    clearTimeout(this.#giveUp);
    const pc = renegotiation && this.#pc ? this.#pc : this.#open(offer.connection);
    await pc.setRemoteDescription({ type: "offer", sdp: offer.sdp });
    await pc.setLocalDescription(await pc.createAnswer());
    if (this.#pc !== pc || !pc.localDescription) return;
    this.send({ type: "media.answer", number: offer.number, sdp: pc.localDescription.sdp });
    this.#update();
  }

  #open(connection: number): RTCPeerConnection {
    this.#drop();
    const pc = new RTCPeerConnection({ bundlePolicy: "max-bundle", ...this.configuration });
    this.#pc = pc;
    this.#connection = connection;
    watch(
      pc,
      () => {
        this.#retry.succeeded();
        this.changed(true);
      },
      () => this.failed(),
    );
    return pc;
  }

  #drop(): void {
    clearTimeout(this.#giveUp);
    this.#pc?.close();
    this.#pc = undefined;
    this.#update();
  }

  #update(): void {
    const current = this.#pc !== undefined && this.#placesOf === this.#connection;
    const next = new Map<string, Remote>();
    for (const place of current ? this.#places : []) {
      const remote = this.#remote(place);
      if (remote) next.set(remote.source, this.#same(remote) ?? remote);
    }
    const same = next.size === this.#shown.size && [...next].every(([id, each]) => this.#shown.get(id) === each);
    this.#shown = next;
    if (!same) this.show([...next.values()]);
  }

  #remote({ mid, kind, member, source, label }: Place): Remote | undefined {
    const transceiver = this.#pc?.getTransceivers().find((each) => each.mid === mid);
    if (!transceiver || member === null || source === null) return undefined;
    return { member, source, label: label ?? kind, kind, track: transceiver.receiver.track };
  }

  #same(remote: Remote): Remote | undefined {
    const before = this.#shown.get(remote.source);
    return before?.track === remote.track && before.label === remote.label ? before : undefined;
  }
}

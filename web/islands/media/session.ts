/** Media of one room for one browser, over whatever carries the frames. No framework, no page. */

import { Publisher } from "./publisher";
import type { Carrier, FromService } from "./signals";
import { Subscriber, type Remote } from "./subscriber";

export type { Remote } from "./subscriber";
export type { Carrier } from "./signals";

export interface MediaOptions {
  /** STUN and TURN servers of the service; none are needed when the media port is reachable. */
  readonly iceServers?: RTCIceServer[];
  /** "relay" for people who must not show their address. */
  readonly iceTransportPolicy?: RTCIceTransportPolicy;
}

export interface MediaListener {
  /** All streams of others that can be shown now, whenever that changes. */
  onRemotes?(remotes: readonly Remote[]): void;
  /** Whether each direction stands. */
  onState?(state: { readonly publishing: boolean; readonly subscribing: boolean }): void;
}

export class MediaSession {
  readonly #publisher: Publisher;
  readonly #subscriber: Subscriber;
  readonly #unlisten: () => void;
  #state = { publishing: false, subscribing: false };

  constructor(
    carrier: Carrier,
    private readonly listener: MediaListener = {},
    options: MediaOptions = {},
  ) {
    const send = carrier.send.bind(carrier);
    this.#publisher = new Publisher(send, options, (publishing) => this.#report({ publishing }));
    this.#subscriber = new Subscriber(
      send,
      options,
      (subscribing) => this.#report({ subscribing }),
      (remotes) => this.listener.onRemotes?.(remotes),
    );
    this.#unlisten = carrier.onMessage((message) => this.#receive(message));
  }

  /** Begin to see and hear the others. */
  subscribe(): void {
    this.#subscriber.restart();
  }

  /** Send the tracks of a stream as microphone and camera, or under other labels by kind. */
  async publish(stream: MediaStream, labels = { audio: "microphone", video: "camera" }): Promise<void> {
    const [audio] = stream.getAudioTracks();
    const [video] = stream.getVideoTracks();
    if (audio) await this.#publisher.set(labels.audio, audio);
    if (video) await this.#publisher.set(labels.video, video);
  }

  /** Swap the track of a label without negotiation (another camera), or stop sending it with null. */
  async setTrack(label: string, track: MediaStreamTrack | null): Promise<void> {
    await this.#publisher.set(label, track);
  }

  /** The carrier was cut and stands again, and the room knows us: connect both directions anew. */
  reconnect(): void {
    this.#publisher.restart();
    this.#subscriber.restart();
  }

  /** End all media here. Tracks of ours are the caller's to stop. */
  leave(): void {
    this.#unlisten();
    this.#publisher.close();
    this.#subscriber.close();
  }

  /** Reports of both connections, for a diagnosis. */
  async statistics(): Promise<{ publish: RTCStatsReport | undefined; subscribe: RTCStatsReport | undefined }> {
    return {
      publish: await this.#publisher.connection?.getStats(),
      subscribe: await this.#subscriber.connection?.getStats(),
    };
  }

  #receive(message: FromService): void {
    switch (message.type) {
      case "media.published":
        this.#publisher.answered(message.attempt, message.connection, message.sdp).catch(() => this.#publisher.failed());
        break;
      case "media.offer":
        this.#subscriber.offered(message);
        break;
      case "media.places":
        this.#subscriber.placed(message);
        break;
      case "media.lost":
        if (message.which !== "subscribe") this.#publisher.lost(message.connection);
        if (message.which !== "publish") this.#subscriber.lost(message.connection);
        break;
      case "media.refused":
        if (message.request === "media.publish") this.#publisher.refused(message.attempt);
        else if (message.code !== "stale_answer") this.#subscriber.failed();
        break;
    }
  }

  #report(change: Partial<{ publishing: boolean; subscribing: boolean }>): void {
    this.#state = { ...this.#state, ...change };
    this.listener.onState?.(this.#state);
  }
}

/** What this browser sends: one peer connection, offered by us, renewed when it breaks. */

import { Retry } from "./retry";
import type { ToService } from "./signals";
import { watch } from "./watch";

interface Sent {
  readonly label: string;
  readonly track: MediaStreamTrack;
  transceiver?: RTCRtpTransceiver;
}

export class Publisher {
  readonly #sent = new Map<string, Sent>();
  readonly #retry = new Retry(() => this.restart());
  #pc: RTCPeerConnection | undefined;
  #attempt = 0;
  #connection = 0;
  #negotiating = false;
  #again = false;

  constructor(
    private readonly send: (message: ToService) => void,
    private readonly configuration: RTCConfiguration,
    private readonly changed: (connected: boolean) => void,
  ) {}

  get connection(): RTCPeerConnection | undefined {
    return this.#pc;
  }

  /** Send a track under a label (camera, microphone, screen). Under a label that is in use the track is swapped without
   * negotiation; null takes it back. */
  async set(label: string, track: MediaStreamTrack | null): Promise<void> {
    const present = this.#sent.get(label);
    if (track === null) {
      this.#sent.delete(label);
      if (present?.transceiver) this.#silence(present.transceiver);
    } else if (present?.transceiver && present.track.kind === track.kind) {
      this.#sent.set(label, { ...present, track });
      await present.transceiver.sender.replaceTrack(track);
      return;
    } else {
      this.#sent.set(label, { label, track });
    }
    if (this.#pc) await this.#negotiate();
    else if (this.#sent.size > 0) this.restart();
  }

  /** A new connection with everything that is to be sent. */
  restart(): void {
    this.#drop();
    if (this.#sent.size === 0) return;
    const pc = new RTCPeerConnection({ bundlePolicy: "max-bundle", ...this.configuration });
    this.#pc = pc;
    watch(
      pc,
      () => {
        this.#retry.succeeded();
        this.changed(true);
      },
      () => this.failed(),
    );
    void this.#negotiate();
  }

  /** The service says so of a connection; it may mean one of before. */
  lost(connection: number | null): void {
    if (connection === null || connection === this.#connection) this.failed();
  }

  refused(attempt: number | null): void {
    if (attempt === this.#attempt) this.failed();
  }

  /** The connection is lost: begin anew in a moment. */
  failed(): void {
    this.changed(false);
    this.#drop();
    if (this.#sent.size > 0) this.#retry.schedule();
  }

  async answered(attempt: number, connection: number, sdp: string): Promise<void> {
    const pc = this.#pc;
    if (!pc || attempt !== this.#attempt || pc.signalingState !== "have-local-offer") return;
    this.#connection = connection;
    await pc.setRemoteDescription({ type: "answer", sdp });
    this.#negotiating = false;
    if (this.#again) await this.#negotiate();
  }

  close(): void {
    this.#retry.stop();
    this.#sent.clear();
    this.#drop();
  }

  #drop(): void {
    this.#pc?.close();
    this.#pc = undefined;
    this.#connection = 0;
    this.#negotiating = this.#again = false;
    for (const [label, { track }] of this.#sent) this.#sent.set(label, { label, track });
  }

  #silence(transceiver: RTCRtpTransceiver): void {
    void transceiver.sender.replaceTrack(null);
    transceiver.direction = "inactive";
  }

  async #negotiate(): Promise<void> {
    const pc = this.#pc;
    if (!pc) return;
    this.#again = this.#negotiating;
    if (this.#negotiating) return;
    this.#negotiating = true;
    this.#place(pc);
    await pc.setLocalDescription(await pc.createOffer());
    if (this.#pc !== pc || !pc.localDescription) return;
    const attempt = ++this.#attempt;
    this.send({ type: "media.publish", attempt, sdp: pc.localDescription.sdp, labels: this.#labels() });
  }

  /** Every track has a transceiver; one that fell silent is used again before another m-line is added. */
  #place(pc: RTCPeerConnection): void {
    const idle = pc.getTransceivers().filter((each) => each.direction === "inactive");
    for (const sent of this.#sent.values()) {
      if (sent.transceiver) continue;
      const free = idle.find((each) => each.receiver.track.kind === sent.track.kind);
      if (free) {
        idle.splice(idle.indexOf(free), 1);
        free.direction = "sendonly";
        void free.sender.replaceTrack(sent.track);
        sent.transceiver = free;
      } else {
        sent.transceiver = pc.addTransceiver(sent.track, { direction: "sendonly" });
      }
    }
  }

  #labels(): Record<string, string> {
    const labels: Record<string, string> = {};
    for (const { label, transceiver } of this.#sent.values()) {
      if (transceiver?.mid) labels[transceiver.mid] = label;
    }
    return labels;
  }
}

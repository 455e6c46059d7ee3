/** Camera, microphone and screen of this device. Tracks are ours; who sends them listens to `changed`. */

export type Trouble = "" | "denied" | "missing" | "busy" | "insecure";
export type Kind = "microphone" | "camera";

const WANTED: Record<Kind, (id: string) => MediaStreamConstraints> = {
  microphone: (id) => ({
    audio: { ...chosen(id), echoCancellation: true, noiseSuppression: true, autoGainControl: true },
  }),
  camera: (id) => ({ video: { ...chosen(id), width: { ideal: 960 }, height: { ideal: 540 }, frameRate: { max: 30 } } }),
};

function chosen(id: string): MediaTrackConstraints {
  return id ? { deviceId: { ideal: id } } : {};
}

function troubleOf(error: unknown): Trouble {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  if (name === "NotReadableError" || name === "AbortError") return "busy";
  return "missing";
}

export class Devices {
  readonly tracks: Record<Kind | "screen", MediaStreamTrack | null> = { microphone: null, camera: null, screen: null };
  readonly ids: Record<Kind, string> = { microphone: "", camera: "" };
  readonly on: Record<Kind, boolean> = { microphone: true, camera: true };
  trouble: Trouble = "";

  constructor(private readonly changed: () => void) {
    navigator.mediaDevices?.addEventListener("devicechange", () => this.changed());
  }

  /** Ask for what is switched on. Both at once, so that the browser asks the person once. */
  async open(): Promise<void> {
    if (!navigator.mediaDevices) {
      this.trouble = "insecure";
      this.on.microphone = this.on.camera = false;
    } else if (this.on.microphone && this.on.camera) {
      await this.#both();
    } else {
      for (const kind of ["microphone", "camera"] as const) if (this.on[kind]) await this.#one(kind);
    }
    this.changed();
  }

  /** A muted microphone keeps its track, silent; a camera that is off is let go, so that its light goes out. */
  async toggle(kind: Kind): Promise<void> {
    this.on[kind] = !this.on[kind];
    const track = this.tracks[kind];
    if (kind === "microphone" && track) track.enabled = this.on.microphone;
    else if (this.on[kind]) await this.#one(kind);
    else this.#drop(kind);
    this.changed();
  }

  async choose(kind: Kind, id: string): Promise<void> {
    this.ids[kind] = id;
    if (this.tracks[kind]) {
      this.#drop(kind);
      await this.#one(kind);
    }
    this.changed();
  }

  async toggleScreen(): Promise<void> {
    if (this.tracks.screen) this.#drop("screen");
    else await this.#share();
    this.changed();
  }

  close(): void {
    for (const kind of ["microphone", "camera", "screen"] as const) this.#drop(kind);
  }

  async list(kind: Kind): Promise<MediaDeviceInfo[]> {
    const wanted = kind === "microphone" ? "audioinput" : "videoinput";
    const all = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
    return all.filter((device) => device.kind === wanted);
  }

  async #both(): Promise<void> {
    try {
      const both = { ...WANTED.microphone(this.ids.microphone), ...WANTED.camera(this.ids.camera) };
      const stream = await navigator.mediaDevices.getUserMedia(both);
      for (const track of stream.getTracks()) this.#hold(track.kind === "audio" ? "microphone" : "camera", track);
      this.trouble = "";
    } catch {
      await this.#one("microphone"); // one of the two may be there
      const first = this.trouble;
      await this.#one("camera");
      this.trouble = first || this.trouble;
    }
  }

  async #one(kind: Kind): Promise<void> {
    try {
      const stream = await navigator.mediaDevices.getUserMedia(WANTED[kind](this.ids[kind]));
      const [track] = stream.getTracks();
      if (track) this.#hold(kind, track);
      this.trouble = "";
    } catch (error) {
      this.trouble = troubleOf(error);
      this.on[kind] = false;
    }
  }

  async #share(): Promise<void> {
    try {
      const stream = await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: { max: 15 } } });
      const [track] = stream.getVideoTracks();
      if (!track) return;
      track.contentHint = "detail";
      this.#hold("screen", track);
    } catch {
      // the person thought better of it
    }
  }

  #hold(kind: Kind | "screen", track: MediaStreamTrack): void {
    this.#drop(kind);
    this.tracks[kind] = track;
    if (kind === "microphone") track.enabled = this.on.microphone;
    track.addEventListener("ended", () => {
      if (this.tracks[kind] !== track) return;
      this.tracks[kind] = null;
      if (kind !== "screen") this.on[kind] = false;
      this.changed();
    });
  }

  #drop(kind: Kind | "screen"): void {
    this.tracks[kind]?.stop();
    this.tracks[kind] = null;
  }
}

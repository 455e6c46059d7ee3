/** Tiles of those in the room. A screen that is shared, or a tile somebody enlarges, gets the stage. */

import type { Remote } from "../media/session";
import { copyOf, word, within } from "./page";
import type { Member } from "./protocol";

interface Shown {
  readonly tile: HTMLElement;
  track: MediaStreamTrack | null;
}

export class Stage {
  readonly #tiles = new Map<string, Shown>();
  readonly #sounds = new Map<string, HTMLAudioElement>();
  #pinned = "";

  constructor(
    private readonly list: HTMLElement,
    private readonly sounds: HTMLElement,
    private readonly template: HTMLElement,
    private readonly blocked: () => void,
  ) {}

  show(members: readonly Member[], you: Member, own: Record<"camera" | "screen", MediaStreamTrack | null>, remotes: readonly Remote[]): void {
    const wanted = new Set<string>();
    for (const member of members) {
      const self = member.id === you.id;
      const theirs = remotes.filter((remote) => remote.member === member.id);
      const seen = (label: string) => theirs.find((remote) => remote.kind === "video" && remote.label === label)?.track ?? null;
      wanted.add(member.id);
      this.#tile(member.id, member, self ? own.camera : seen("camera"), self);
      const screen = self ? own.screen : seen("screen");
      if (screen) {
        wanted.add(`${member.id}/screen`);
        this.#tile(`${member.id}/screen`, member, screen, self, true);
      }
    }
    for (const [id, { tile }] of this.#tiles) {
      if (wanted.has(id)) continue;
      tile.remove();
      this.#tiles.delete(id);
    }
    this.#arrange();
    this.#play(remotes.filter((remote) => remote.kind === "audio"));
  }

  /** The browser wants a click before it plays sound; this is called in one. */
  allowSound(): void {
    for (const sound of this.#sounds.values()) void sound.play();
  }

  clear(): void {
    for (const { tile } of this.#tiles.values()) tile.remove();
    this.#tiles.clear();
    this.#play([]);
  }

  #tile(id: string, member: Member, track: MediaStreamTrack | null, self: boolean, screen = false): void {
    const shown = this.#tiles.get(id) ?? this.#make(id, member, self, screen);
    const video = within<HTMLVideoElement>(shown.tile, "video");
    if (shown.track !== track) {
      shown.track = track;
      video.srcObject = track ? new MediaStream([track]) : null;
      if (track) video.play().catch(() => undefined);
    }
    video.hidden = !track;
    within(shown.tile, ".tile-off").hidden = track !== null;
    within(shown.tile, ".tile-muted").hidden = screen || member.microphone;
    const name = self ? word("you", { name: member.name }) : member.name;
    within(shown.tile, ".tile-name bdi").textContent = screen ? word("sharing", { name: member.name }) : name;
  }

  #make(id: string, member: Member, self: boolean, screen: boolean): Shown {
    const tile = copyOf(this.template);
    tile.dataset["member"] = member.id;
    tile.toggleAttribute("data-self", self && !screen);
    tile.toggleAttribute("data-screen", screen);
    within(tile, ".avatar").textContent = member.name.slice(0, 1).toUpperCase();
    within(tile, ".tile-pin").addEventListener("click", () => {
      this.#pinned = this.#pinned === id ? "" : id;
      this.#arrange();
    });
    this.list.append(tile);
    const shown = { tile, track: null };
    this.#tiles.set(id, shown);
    return shown;
  }

  #arrange(): void {
    const screens = [...this.#tiles.keys()].filter((id) => id.endsWith("/screen"));
    const main = this.#tiles.has(this.#pinned) ? this.#pinned : (screens.at(-1) ?? "");
    this.list.toggleAttribute("data-focus", main !== "");
    this.list.dataset["count"] = String(this.#tiles.size);
    for (const [id, { tile }] of this.#tiles) {
      tile.toggleAttribute("data-main", id === main);
      within(tile, ".tile-pin").setAttribute("aria-pressed", String(id === this.#pinned));
    }
  }

  #play(remotes: readonly Remote[]): void {
    const wanted = new Set(remotes.map((remote) => remote.source));
    for (const [source, sound] of this.#sounds) {
      if (wanted.has(source)) continue;
      sound.remove();
      this.#sounds.delete(source);
    }
    for (const remote of remotes) {
      const sound = this.#sounds.get(remote.source) ?? this.#sound(remote);
      if ((sound.srcObject as MediaStream | null)?.getTracks()[0] === remote.track) continue;
      sound.srcObject = new MediaStream([remote.track]);
      sound.play().catch(() => this.blocked());
    }
  }

  #sound(remote: Remote): HTMLAudioElement {
    const sound = document.createElement("audio");
    sound.autoplay = true;
    sound.dataset["member"] = remote.member;
    this.sounds.append(sound);
    this.#sounds.set(remote.source, sound);
    return sound;
  }
}

/** `<consilium-room>`: the door, the call, and the way out. */

import { announce } from "../frame/announce";
import { MediaSession, type Remote } from "../media/session";
import { Devices, type Kind } from "./devices";
import { Door, camel } from "./door";
import { memory, newId, partsOf, word, type Parts } from "./page";
import { tellWhy, whyOf } from "./out";
import { Panel } from "./panel";
import { Close, type Member, type ToBrowser, type Welcome } from "./protocol";
import { RoomSocket, type Refusal, type SocketListener } from "./socket";
import { Stage } from "./stage";

class ConsiliumRoom extends HTMLElement implements SocketListener {
  #part!: Parts;
  #devices!: Devices;
  #door!: Door;
  #stage!: Stage;
  #panel!: Panel;
  #socket!: RoomSocket;
  #media: MediaSession | undefined;
  #you: Member | undefined;
  readonly #members = new Map<string, Member>();
  #remotes: readonly Remote[] = [];
  #sent: Record<string, MediaStreamTrack | null> = {};
  #flowing = false;
  #greeting = { device: "", acknowledged: false, sends: () => this.#sends() };

  connectedCallback(): void {
    this.#part = partsOf(this);
    this.#greeting.device = this.#deviceName();
    this.#devices = new Devices(() => this.#devicesChanged());
    this.#door = new Door(this, this.#devices, (acknowledged) => this.#enter(acknowledged));
    this.#stage = new Stage(this.#part("stage"), this.#part("sounds"), this.#part("tile-template"), () => {
      this.#part("silent").hidden = false;
    });
    this.#panel = new Panel(this, this.dataset["host"] === "yes", (text) => this.#say(text), (member) => this.#remove(member));
    this.#socket = new RoomSocket(this.#room, this.#greeting, this);
    this.addEventListener("click", (event) => this.#clicked(event));
    addEventListener("pagehide", () => this.#socket.leave());
    addEventListener("pageshow", (event) => {
      if (event.persisted) location.reload();
    });
    void this.#begin();
  }

  get #room(): string {
    return this.dataset["room"] ?? "";
  }

  // at the door

  async #begin(): Promise<void> {
    const kept = memory.get(`room:${this.#room}`);
    if (kept) [this.#devices.on.microphone, this.#devices.on.camera] = [kept.includes("m"), kept.includes("c")];
    else this.#door.show();
    this.#door.busy(kept !== "");
    await this.#devices.open();
    if (kept) await this.#socket.enter(); // a reload inside the room leads back into it
  }

  #enter(acknowledged: boolean): void {
    this.#greeting.acknowledged = acknowledged;
    this.#door.busy(true);
    void this.#socket.enter();
  }

  refused(why: Refusal): void {
    this.#forget();
    this.#door.busy(false);
    if (this.#you && why === "refused") {
      this.over(Close.NOT_ALLOWED);
      return;
    }
    this.#show("door");
    this.#door.show();
    if (why === "refused") this.#door.complain("out-refused-text");
    else this.#door.complain(`trouble-${why}`);
  }

  // in the room

  entered(welcome: Welcome, again: boolean): void {
    this.#door.hide();
    this.#door.busy(false);
    this.#greeting.acknowledged = false;
    this.#you = welcome.you;
    this.#members.clear();
    for (const member of welcome.members) this.#members.set(member.id, member);
    this.#panel.lines(welcome.chat, !welcome.recovered);
    this.#show("call");
    this.#keep();
    if (this.#media) this.#media.reconnect();
    else this.#connect();
    this.#publish();
    this.#render();
    if (!again) this.#part("call").querySelector<HTMLElement>("[data-act=microphone]")?.focus();
  }

  frame(frame: ToBrowser): void {
    switch (frame.type) {
      case "joined":
        this.#members.set(frame.member.id, frame.member);
        announce(word("came", { name: frame.member.name }));
        break;
      case "changed":
        this.#members.set(frame.member.id, frame.member);
        break;
      case "left":
        this.#wentAway(frame.member);
        break;
      case "said":
        this.#panel.lines([frame.line], false);
        if (frame.line.person === this.dataset["person"]) return;
        this.#panel.note();
        announce(word("says", { name: frame.line.name, text: frame.line.text }));
        return;
      case "refused":
        this.#complain(word("notSent"));
        return;
    }
    this.#render();
  }

  lost(): void {
    if (!this.#you) {
      this.#door.complain("trouble-offline");
      return;
    }
    this.#state(word("reconnecting"));
    announce(word("reconnecting"));
  }

  over(code: number): void {
    this.#end(whyOf(code));
  }

  #connect(): void {
    this.#media = new MediaSession(
      this.#socket,
      {
        onRemotes: (remotes) => {
          this.#remotes = remotes;
          this.#render();
        },
        onState: ({ subscribing }) => {
          this.#flowing = subscribing;
          this.#render();
        },
      },
      { iceServers: this.#socket.iceServers },
    );
    this.#media.subscribe();
  }

  /** Bring what is sent in line with the devices. */
  #publish(): void {
    for (const [label, track] of Object.entries(this.#devices.tracks)) {
      if ((this.#sent[label] ?? null) === track) continue;
      this.#sent[label] = track;
      void this.#media?.setTrack(label, track);
    }
  }

  #devicesChanged(): void {
    for (const kind of ["microphone", "camera"] as const)
      for (const button of this.querySelectorAll(`[data-act="${kind}"]`))
        button.setAttribute("aria-pressed", String(this.#devices.on[kind]));
    this.querySelector("[data-act=screen]")?.setAttribute("aria-pressed", String(this.#devices.tracks.screen !== null));
    this.#door.update();
    if (!this.#you) return;
    this.#complain(this.#devices.trouble ? word(camel(`trouble-${this.#devices.trouble}`)) : "");
    this.#keep();
    this.#publish();
    this.#socket.tell({ type: "devices", ...this.#sends(), screen: this.#devices.tracks.screen !== null });
    this.#render();
  }

  #sends(): { microphone: boolean; camera: boolean } {
    const { microphone, camera } = this.#devices.tracks;
    return { microphone: microphone !== null && this.#devices.on.microphone, camera: camera !== null };
  }

  #wentAway(id: string): void {
    const gone = this.#members.get(id);
    this.#members.delete(id);
    if (gone) announce(word("went", { name: gone.name }));
  }

  #render(): void {
    if (!this.#you) return;
    const you = this.#members.get(this.#you.id) ?? this.#you;
    const members = [...this.#members.values()];
    this.#stage.show(members, you, this.#devices.tracks, this.#remotes);
    this.#panel.people(members, you);
    if (!this.#socket.inside) return;
    this.#state(members.length === 1 ? word("alone") : word(this.#flowing ? "connected" : "media"));
  }

  #state(text: string): void {
    const state = this.#part("state");
    if (state.textContent !== text) state.textContent = text;
  }

  #complain(text: string): void {
    this.#part("call-trouble").hidden = text === "";
    this.#part("call-trouble-text").textContent = text;
  }

  #say(text: string): boolean {
    if (!this.#socket.inside) return false;
    this.#complain("");
    this.#socket.tell({ type: "say", id: newId(), text });
    return true;
  }

  #remove(member: Member): void {
    if (confirm(word("removing", { name: member.name }))) this.#socket.tell({ type: "remove", member: member.id });
  }

  #clicked(event: Event): void {
    const act = (event.target as Element).closest<HTMLElement>("[data-act]")?.dataset["act"];
    if (act === "microphone" || act === "camera") void this.#toggle(act);
    else if (act === "screen") void this.#share();
    else if (act === "panel") this.#panel.toggle();
    else if (act === "leave") this.#leave();
    else if (act === "again") void this.#again();
    else if (act === "end" && confirm(word("ending"))) this.#socket.tell({ type: "end" });
    else if (act === "sound") {
      this.#stage.allowSound();
      this.#part("silent").hidden = true;
    }
  }

  async #toggle(kind: Kind): Promise<void> {
    await this.#devices.toggle(kind);
    announce(word(camel(`${kind}-${this.#devices.on[kind] ? "on" : "off"}`)));
  }

  async #share(): Promise<void> {
    const before = this.#devices.tracks.screen !== null;
    await this.#devices.toggleScreen();
    const now = this.#devices.tracks.screen !== null;
    if (now !== before) announce(word(now ? "screenOn" : "screenOff"));
  }

  // out of it

  #leave(): void {
    this.#socket.leave();
    this.#end("left");
  }

  #end(how: string): void {
    this.#forget();
    this.#media?.leave();
    this.#media = undefined;
    this.#sent = {};
    this.#remotes = [];
    this.#you = undefined;
    this.#flowing = false;
    this.#stage.clear();
    this.#devices.close();
    this.#show("out");
    tellWhy(this.#part, how);
  }

  async #again(): Promise<void> {
    this.#show("door");
    this.#door.show();
    this.#socket = new RoomSocket(this.#room, this.#greeting, this);
    await this.#devices.open();
  }

  #show(which: "door" | "call" | "out"): void {
    for (const name of ["door", "call", "out"]) this.#part(name).hidden = name !== which;
  }

  /** What a reload should find: that we are in, with what switched on. */
  #keep(): void {
    const { microphone, camera } = this.#devices.on;
    memory.set(`room:${this.#room}`, `in${microphone ? "m" : ""}${camera ? "c" : ""}`);
  }

  #forget(): void {
    memory.set(`room:${this.#room}`, "");
  }

  #deviceName(): string {
    const name = memory.get("room-device") || newId();
    memory.set("room-device", name);
    return name;
  }
}

customElements.define("consilium-room", ConsiliumRoom);

/** `<consilium-document>`: a write-up that its authors write at once. */

import { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import { announce } from "../frame/announce";
import { partsOf, type Parts, within } from "../room/page";
import { Editor } from "./editor";
import { Findings } from "./findings";
import { type Kept, Memory } from "./kept";
import { Link, type LinkListener } from "./link";
import { Margin } from "./margin";
import { showPeople } from "./people";
import { Remarks } from "./remarks";
import { asMarkdown, offer } from "./rescue";
import { Saving } from "./saving";
import type { Writer } from "../api";
import type { Hello, Notice } from "./wire";
import { word } from "./words";
import { runs, shares, writersOf } from "./writers";

const MANY_UNSAVED = 100;
const LONG_UNSAVED_MS = 20_000;
const LOOKS_EVERY_MS = 2_000;

interface Place {
  readonly key: string;
  readonly label: string;
  readonly words: HTMLElement;
  readonly editor: Editor;
  readonly margin: Margin;
}

class ConsiliumDocument extends HTMLElement implements LinkListener {
  readonly #document = new Y.Doc();
  readonly #present = new Awareness(this.#document);
  readonly #saving = new Saving(() => this.#savedOrNot());
  readonly #remarks = new Remarks(
    this.#document,
    () => ({ person: this.#hello?.person ?? "", name: this.#hello?.name ?? "" }),
    () => this.#mayWrite,
    () => this.#remarked(),
  );
  #part!: Parts;
  #memory!: Memory;
  #kept: Kept | undefined;
  #link!: Link;
  #places: Place[] = [];
  #hello: Hello | undefined;
  #online = false;
  #complete = false;
  #said = "";
  #behind = false;
  /** Shown while known. */
  #writers: ReadonlyMap<number, Writer> | undefined;

  connectedCallback(): void {
    this.#part = partsOf(this);
    this.#memory = new Memory(document.body.dataset["person"] ?? "", this.#id);
    this.#present.setLocalState({});
    this.#present.on("change", () => showPeople(this.#part("people"), this.#present));
    this.#document.on("update", () => {
      this.#count();
      this.#remarked();
    });
    setInterval(() => this.#savedOrNot(), LOOKS_EVERY_MS);
    addEventListener("beforeunload", (event) => {
      if (this.#saving.unsaved && !this.#kept && !this.#memory.aside) event.preventDefault();
    });
    addEventListener("forget-documents", () => {
      this.#link.stop();
      this.#kept?.close();
    });
    this.#part("suggesting").addEventListener("click", () => this.#suggest());
    this.#part("writers").addEventListener("click", () => void this.#showWriters());
    this.#part("aside-drop").addEventListener("click", () => this.#dropAside());
    this.#showAside();
    void this.#begin();
  }

  get #id(): string {
    return this.dataset["document"] ?? "";
  }

  async #begin(): Promise<void> {
    const { generation } = this.#memory;
    if (generation) await this.#openKept(generation);
    this.#places = [...this.querySelectorAll<HTMLElement>("[data-section]")].map((part) => this.#place(part));
    const me = document.body.dataset["person"] ?? "";
    this.#link = new Link(this.dataset["socket"] ?? "", this.#document, this.#present, this.#saving, this, generation, me);
    if (this.#memory.leftUnsaved) this.#saving.made(Date.now());
    this.#savedOrNot();
    this.#count();
    this.#remarked();
    this.#link.connect();
  }

  /** A browser that keeps nothing works too, as long as there is a line. */
  async #openKept(generation: string): Promise<void> {
    const failed = (): void => {
      this.#kept = undefined;
      this.#savedOrNot();
    };
    let copy: Kept | undefined;
    try {
      copy = this.#memory.open(generation, this.#document, failed);
      await copy.opened();
      this.#kept = copy;
    } catch {
      copy?.close();
      failed();
    }
  }

  #place(part: HTMLElement): Place {
    const key = part.dataset["section"] ?? "";
    const label = part.dataset["label"] ?? "";
    const host = within<HTMLElement>(part, ".doc-editor");
    const section = { key, label, line: part.dataset["line"] === "yes" };
    const editor = new Editor(host, this.#document.getText(`section:${key}`), this.#present, section, {
      open: () => this.#remarks.of(key).filter((one) => !one.settled),
      runs: () => this.#writers ? runs(this.#document.getText(`section:${key}`), this.#writers, this.#me) : [],
      typed: () => findings.soon(),
      chosen: (id) => margin.point(id),
    }, this.#remarks);
    const findings = new Findings(part, `/api/cases/${this.#id}/sections/${key}/findings`, this.#part, editor);
    const margin = new Margin(part, key, label, this.#part, editor, this.#remarks);
    within<HTMLElement>(part, "h2").addEventListener("click", () => editor.focus());
    const headings = part.dataset["headings"]?.split("|") ?? [];
    part.querySelector("[data-row]")?.addEventListener("click", () => {
      if (editor.isWritable) editor.addRow(headings);
    });
    return { key, label, words: within<HTMLElement>(part, ".doc-words"), editor, margin };
  }

  // what the line says

  hello(hello: Hello): void {
    this.#hello = hello;
    this.#present.setLocalStateField("user", { name: hello.name, colour: hello.colour });
    if (this.#memory.generation === hello.generation) return;
    this.#memory.generation = hello.generation;
    void this.#openKept(hello.generation);
  }

  /** Nothing is written into a copy before all that the service has is in it. */
  complete(): void {
    this.#complete = true;
    this.#writable();
    this.#savedOrNot();
  }

  online(yes: boolean): void {
    this.#online = yes;
    if (yes) this.#writable();
    this.#savedOrNot();
  }

  over(notice: Notice): void {
    this.#open(false);
    if (notice.code === "generation_changed" || notice.code === "taken_back") this.#setAside();
    if (notice.code === "gone") this.#forget();
    const why = word(notice.code.replaceAll("_", "")) || notice.message;
    this.#part("over-why").textContent = why;
    this.#part("over").hidden = false;
    this.#part("state").hidden = true;
    if (this.#saving.unsaved && notice.code !== "gone") this.#rescue();
    announce(why);
  }

  // what the page shows

  #writable(): void {
    this.#open(this.#mayWrite);
    this.#remarks.acceptOnce();
  }

  get #mayWrite(): boolean {
    return this.#hello?.rights === "write" && this.#complete;
  }

  /** Colours in the text, and beside each section in words. */
  async #showWriters(): Promise<void> {
    try {
      this.#writers = this.#writers ? undefined : await writersOf(this.#id);
    } catch {
      announce(word("writersfailed"));
      return;
    }
    this.#part("writers").setAttribute("aria-pressed", String(this.#writers !== undefined));
    for (const { editor } of this.#places) editor.redraw();
    this.#count();
  }

  get #me(): Writer | undefined {
    const hello = this.#hello;
    return hello && { client: this.#document.clientID, personId: hello.person, name: hello.name, colour: hello.colour };
  }

  #suggest(): void {
    const yes = this.#part("suggesting").getAttribute("aria-pressed") !== "true";
    this.#part("suggesting").setAttribute("aria-pressed", String(yes));
    for (const { editor } of this.#places) editor.suggesting(yes);
    announce(word(yes ? "suggestingon" : "suggestingoff"));
  }

  #open(yes: boolean): void {
    this.toggleAttribute("data-writes", yes);
    this.#part("suggesting").hidden = !yes;
    for (const { editor, margin } of this.#places) {
      editor.writable(yes);
      margin.writable(yes);
    }
  }

  /** Once for all that happens at once, and after it: an editor may be in the middle of it. */
  #remarked(): void {
    if (this.#behind) return;
    this.#behind = true;
    queueMicrotask(() => {
      this.#behind = false;
      for (const { editor, margin } of this.#places) if (margin.show()) editor.redraw();
    });
  }

  #savedOrNot(): void {
    const { unsaved } = this.#saving;
    this.#memory.unsaved(unsaved > 0);
    const state = this.#state(unsaved);
    const line = this.#part("state");
    line.dataset["state"] = state;
    line.textContent = word(state, { number: String(unsaved) });
    if (state !== this.#said && this.#said !== "" && state !== "saving") announce(word(state, { number: String(unsaved) }));
    this.#said = state;
    const long = this.#saving.waiting(Date.now()) > LONG_UNSAVED_MS;
    if (long || unsaved > MANY_UNSAVED || state === "notkept") this.#rescue();
    else if (this.#part("over").hidden) this.#part("rescue").hidden = true;
  }

  #state(unsaved: number): string {
    if (!this.#online && unsaved) return this.#kept ? "kept" : "notkept";
    if (!this.#online) return this.#complete ? "offline" : "connecting";
    if (this.#hello?.rights === "read") return "reading";
    if (!this.#complete) return "connecting";
    return unsaved ? "saving" : "saved";
  }

  #rescue(): void {
    offer(this.#part<HTMLAnchorElement>("rescue-file"), this.#text(), this.#textOf("title"));
    this.#part("rescue").hidden = false;
  }

  #text(): string {
    return asMarkdown(this.#places.map(({ key, label }) => ({ label, text: this.#textOf(key) })));
  }

  #textOf(key: string): string {
    return this.#document.getText(`section:${key}`).toString();
  }

  /** The copy is of another making, or has what could not be kept: its words are kept as text, and it goes. */
  #setAside(): void {
    if (!this.#saving.unsaved || this.#memory.putAside(this.#text())) void this.#kept?.clearData();
    this.#memory.generation = "";
  }

  /** A write-up that was taken down leaves this device too. */
  #forget(): void {
    this.#kept?.clearData().catch(() => undefined);
    this.#kept = undefined;
    this.#saving.allThere();
    this.#memory.generation = "";
  }

  #showAside(): void {
    const { aside } = this.#memory;
    this.#part("aside").hidden = aside === "";
    if (aside) offer(this.#part<HTMLAnchorElement>("aside-file"), aside, document.title);
  }

  #dropAside(): void {
    if (!confirm(word("dropaside"))) return;
    this.#memory.dropAside();
    this.#showAside();
  }

  #count(): void {
    for (const { key, words, editor } of this.#places) {
      const counted = word("words", { number: String(editor.words) });
      words.textContent = this.#writers && editor.words ? `${counted} · ${this.#sharesOf(key)}` : counted;
    }
  }

  #sharesOf(key: string): string {
    const all = runs(this.#document.getText(`section:${key}`), this.#writers ?? new Map<number, Writer>(), this.#me);
    const { lang } = document.documentElement;
    const percent = new Intl.NumberFormat(lang, { style: "percent" });
    const parts = shares(all).map(([name, share]) => `${name} ${percent.format(share)}`);
    return new Intl.ListFormat(lang).format(parts) || word("nobody");
  }
}

customElements.define("consilium-document", ConsiliumDocument);

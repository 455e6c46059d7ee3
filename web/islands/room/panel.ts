/** People and chat beside the stage; on a phone in front of it. */

import { tellTimes } from "../frame/times";
import { copyOf, partsOf, within, word } from "./page";
import type { Line, Member } from "./protocol";

export class Panel {
  readonly #part;
  #unread = 0;
  #shown = "";

  constructor(
    root: HTMLElement,
    private readonly isHost: boolean,
    private readonly say: (text: string) => boolean,
    private readonly remove: (member: Member) => void,
  ) {
    this.#part = partsOf(root);
    const field = this.#part<HTMLInputElement>("line");
    this.#part("say").addEventListener("submit", (event) => {
      event.preventDefault();
      const text = field.value.trim();
      if (text && this.say(text)) field.value = "";
    });
    root.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.open) this.toggle();
    });
  }

  get open(): boolean {
    return this.#part("panel").hasAttribute("data-open");
  }

  toggle(): void {
    const open = this.#part("panel").toggleAttribute("data-open");
    for (const button of document.querySelectorAll(".control[data-act=panel]"))
      button.setAttribute("aria-expanded", String(open));
    if (!open) return;
    this.#count(0);
    this.#part<HTMLInputElement>("line").focus();
  }

  people(members: readonly Member[], you: Member): void {
    const key = JSON.stringify([members, you.id]);
    if (key === this.#shown) return; // a rebuilt list would lose the focus in it
    this.#shown = key;
    const places = new Set(members.map((member) => member.person));
    this.#part("head-count").textContent = String(places.size);
    this.#part("people").replaceChildren(...members.map((member) => this.#person(member, you)));
  }

  lines(lines: readonly Line[], fresh: boolean): void {
    const list = this.#part("chat");
    const low = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
    if (fresh) list.replaceChildren();
    list.append(...lines.map((line) => this.#line(line)));
    tellTimes(list);
    if (low || fresh) list.scrollTop = list.scrollHeight;
  }

  /** A line that came by itself while the panel was closed. */
  note(): void {
    const panel = this.#part("panel");
    if (getComputedStyle(panel).display === "none") this.#count(this.#unread + 1);
  }

  #count(unread: number): void {
    this.#unread = unread;
    const mark = this.#part("unread");
    mark.hidden = unread === 0;
    mark.textContent = String(unread);
  }

  #person(member: Member, you: Member): HTMLElement {
    const row = copyOf(this.#part("person-template"));
    const self = member.id === you.id;
    row.dataset["member"] = member.id;
    within(row, ".avatar").textContent = member.name.slice(0, 1).toUpperCase();
    within(row, "bdi").textContent = self ? word("you", { name: member.name }) : member.name;
    within(row, ".verified").hidden = !member.verified;
    within(row, ".badge").hidden = member.role !== "host";
    within(row, ".person-muted").hidden = member.microphone;
    const button = within<HTMLButtonElement>(row, "button");
    button.hidden = !this.isHost || self || member.role === "host";
    within(button, ".visually-hidden").textContent = word("remove", { name: member.name });
    button.addEventListener("click", () => this.remove(member));
    return row;
  }

  #line(line: Line): HTMLElement {
    const row = copyOf(this.#part("line-template"));
    within(row, "bdi").textContent = line.name;
    within<HTMLTimeElement>(row, "time").dateTime = line.at;
    within(row, ".line-text").textContent = line.text;
    return row;
  }
}

/** One comment with its replies, or one suggestion, and what can be done with it. */

import { copyOf, type Parts, within } from "../room/page";
import type { Editor } from "./editor";
import type { Remark, Remarks, Said } from "./remarks";
import { word } from "./words";

const POINTED_MS = 2000;
let cards = 0;

export class RemarkCard {
  readonly element: HTMLElement;
  #remark: Remark | undefined;
  #shown = "";

  constructor(
    private readonly part: Parts,
    private readonly editor: Editor,
    private readonly remarks: Remarks,
  ) {
    this.element = copyOf(part("remark-template"));
    const acts: Record<string, (id: string) => void> = {
      accept: (id) => this.remarks.accept(id),
      reject: (id) => this.remarks.reject(id),
      resolve: (id) => this.remarks.resolve(id, true),
      reopen: (id) => this.remarks.resolve(id, false),
    };
    const about = this.#named(".doc-who", ".doc-does", ".doc-words-said");
    for (const [act, does] of Object.entries(acts)) {
      this.#act(act).setAttribute("aria-describedby", about);
      this.#act(act).addEventListener("click", () => {
        does(this.#remark?.id ?? "");
        this.editor.focus(); // the button may be gone with the card
      });
    }
    within(this.element, ".doc-quote").addEventListener("click", () => {
      if (this.#remark?.range) this.editor.select(this.#remark.range);
    });
    within<HTMLFormElement>(this.element, "form").addEventListener("submit", (event) => this.#replied(event));
  }

  show(remark: Remark): void {
    this.#remark = remark;
    const shown = JSON.stringify({ ...remark, range: undefined });
    if (shown === this.#shown) return;
    this.#shown = shown;
    const comment = remark.kind === "comment";
    this.element.dataset["remark"] = remark.id;
    this.element.dataset["kind"] = remark.kind;
    tell(this.element, remark);
    const quote = within<HTMLElement>(this.element, ".doc-quote");
    quote.hidden = remark.quote === "";
    within(quote, "q").textContent = remark.quote;
    within<HTMLElement>(this.element, ".doc-does").hidden = comment;
    within(this.element, ".doc-does").textContent = comment ? "" : word(remark.body === "" ? "deletes" : remark.quote ? "replaces" : "inserts");
    within<HTMLElement>(this.element, ".doc-changed").hidden = remark.same || remark.settled !== "";
    this.#settled(remark);
    this.#thread(remark.replies);
    this.#offer(remark);
  }

  /** Draw the eye to it. */
  point(): void {
    this.element.scrollIntoView({ block: "nearest" });
    this.element.toggleAttribute("data-pointed", true);
    setTimeout(() => this.element.removeAttribute("data-pointed"), POINTED_MS);
  }

  #settled({ settled, settledBy }: Remark): void {
    const line = within<HTMLElement>(this.element, ".doc-outcome");
    line.hidden = settled === "";
    line.textContent = settled ? word(settled, { name: settledBy }) : "";
  }

  #thread(replies: readonly Said[]): void {
    const list = within<HTMLElement>(this.element, ".doc-replies");
    list.hidden = replies.length === 0;
    replies.forEach((reply, index) => {
      const item = (list.children[index] as HTMLElement | undefined) ?? copyOf(this.part("reply-template"));
      tell(item, reply);
      if (!item.parentElement) list.append(item);
    });
    while (list.children.length > replies.length) list.lastElementChild?.remove();
  }

  #offer({ kind, settled, same }: Remark): void {
    const comment = kind === "comment";
    this.#act("accept").hidden = comment || settled !== "" || !same;
    this.#act("reject").hidden = comment || settled !== "";
    this.#act("resolve").hidden = !comment || settled !== "";
    this.#act("reopen").hidden = !comment || settled === "";
    within<HTMLElement>(this.element, ".doc-reply").hidden = !comment || settled !== "";
  }

  /** Gives parts of the card ids, for what describes its buttons: they are called the same on every card. */
  #named(...parts: string[]): string {
    cards += 1;
    const ids = parts.map((_, index) => `remark-${cards}-${index}`);
    parts.forEach((part, index) => (within(this.element, part).id = ids[index] ?? ""));
    return ids.join(" ");
  }

  #act(name: string): HTMLElement {
    return within(this.element, `[data-act="${name}"]`);
  }

  #replied(event: SubmitEvent): void {
    event.preventDefault();
    const field = within<HTMLTextAreaElement>(this.element, "textarea");
    if (!field.value.trim() || !this.#remark || !this.editor.isWritable) return;
    this.remarks.reply(this.#remark.id, field.value.trim());
    field.value = "";
    within<HTMLDetailsElement>(this.element, ".doc-reply").open = false;
    within(this.element, "summary").focus();
  }
}

function tell(within_: HTMLElement, { name, at, body }: Said): void {
  within(within_, "bdi").textContent = name;
  within<HTMLTimeElement>(within_, "time").dateTime = at;
  within(within_, ".doc-words-said").textContent = body;
}

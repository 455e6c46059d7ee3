/** Beside a section: what was said about it, a form to say more, and what is settled. */

import { announce } from "../frame/announce";
import { tellTimes } from "../frame/times";
import { copyOf, type Parts, within } from "../room/page";
import { RemarkCard } from "./card";
import type { Editor } from "./editor";
import type { Anchor, Kind, Remark, Remarks } from "./remarks";
import { word } from "./words";

export class Margin {
  readonly #root: HTMLElement;
  readonly #ask: HTMLFormElement;
  readonly #field: HTMLTextAreaElement;
  readonly #cards = new Map<string, RemarkCard>();
  #asked: { kind: Kind; anchor: Anchor } | undefined;
  #counted = 0;

  constructor(
    section: HTMLElement,
    private readonly key: string,
    label: string,
    private readonly part: Parts,
    private readonly editor: Editor,
    private readonly remarks: Remarks,
  ) {
    this.#root = copyOf(part("margin-template"));
    this.#root.setAttribute("aria-label", word("remarks", { section: label }));
    this.#ask = within(this.#root, ".doc-ask");
    this.#field = within(this.#ask, "textarea");
    section.append(this.#root);
    for (const button of section.querySelectorAll<HTMLButtonElement>("[data-ask]")) {
      button.addEventListener("click", () => this.ask(button.dataset["ask"] === "suggestion" ? "suggestion" : "comment"));
    }
    this.#ask.addEventListener("submit", (event) => this.#sent(event));
    this.#ask.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.#close();
      else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.#ask.requestSubmit();
    });
    within(this.#ask, "[type=button]").addEventListener("click", () => this.#close());
  }

  /** Open the form on what is selected; a comment without a selection is about the word or line at the caret. */
  ask(kind: Kind): void {
    if (!this.editor.isWritable) return;
    const anchor = this.remarks.anchor(this.key, kind === "comment" ? this.editor.about : this.editor.selected);
    this.#asked = { kind, anchor };
    const quote = within(this.#ask, "q");
    quote.textContent = anchor.quote;
    quote.hidden = anchor.quote === "";
    within(this.#ask, "label span").textContent = word(kind === "comment" ? "ask" : anchor.quote ? "instead" : "insert");
    this.#field.value = kind === "suggestion" ? anchor.quote : "";
    this.#field.required = kind === "comment" || anchor.quote === "";
    this.#ask.hidden = false;
    this.#field.focus();
    this.#field.select();
  }

  show(): void {
    const all = this.remarks.of(this.key);
    const open = all.filter((one) => !one.settled);
    const settled = all.filter((one) => one.settled);
    this.#list(within(this.#root, ".doc-open"), open);
    const box = within<HTMLElement>(this.#root, ".doc-settled");
    box.hidden = settled.length === 0;
    within(box, "summary").textContent = word("settled", { number: String(settled.length) });
    this.#list(within(box, "ul"), settled);
    for (const [id, card] of this.#cards) {
      if (all.some((one) => one.id === id)) continue;
      card.element.remove();
      this.#cards.delete(id);
    }
    if (open.length > this.#counted) announce(word("remarkscount", { number: String(open.length) }));
    this.#counted = open.length;
    tellTimes(this.#root);
  }

  writable(yes: boolean): void {
    if (!yes) this.#ask.hidden = true;
  }

  /** Somebody clicked the words. */
  point(id: string): void {
    this.#cards.get(id)?.point();
  }

  #list(list: HTMLElement, shown: readonly Remark[]): void {
    list.hidden = shown.length === 0;
    shown.forEach((remark, index) => {
      const card = this.#cards.get(remark.id) ?? this.#card(remark.id);
      card.show(remark);
      if (list.children[index] !== card.element) list.insertBefore(card.element, list.children[index] ?? null);
    });
  }

  #card(id: string): RemarkCard {
    const card = new RemarkCard(this.part, this.editor, this.remarks);
    this.#cards.set(id, card);
    return card;
  }

  #sent(event: SubmitEvent): void {
    event.preventDefault();
    const words = this.editor.fitting(this.#field.value);
    const asked = this.#asked;
    if (!asked || !this.editor.isWritable || (this.#field.required && !words.trim())) return;
    if (asked.kind === "comment") this.remarks.comment(this.key, asked.anchor, words.trim());
    else if (words !== asked.anchor.quote) this.remarks.suggest(this.key, asked.anchor, words);
    this.#close();
  }

  #close(): void {
    this.#asked = undefined;
    this.#ask.hidden = true;
    this.#field.value = "";
    this.editor.focus();
  }
}

/** One section in CodeMirror. It lives in a shadow root, where its styles need no exception from the CSP. */

import { defaultKeymap } from "@codemirror/commands";
import { defineLanguageFacet, HighlightStyle, Language, LanguageSupport, syntaxHighlighting } from "@codemirror/language";
import { Compartment, EditorState, type Extension, type Line, type StateEffect, type Text, Transaction } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { parser } from "@lezer/markdown";
import { YSyncConfig, ySync, ySyncFacet } from "y-codemirror.next";
import type { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import { cursors } from "./cursors";
import { placeOf, tells } from "./findings";
import { look } from "./look";
import { marks } from "./marks";
import type { Range, Remark, Remarks } from "./remarks";
import { Suggesting } from "./suggesting";
import { type Run, wrote } from "./writers";

export interface Section {
  readonly key: string;
  readonly label: string;
  /** One line only: Enter does nothing. */
  readonly line: boolean;
}

/** What the editor asks about comments and suggestions, and tells of clicks on them. */
export interface Remarked {
  open(): readonly Remark[];
  /** Words of the text were changed here, by hand. */
  typed(): void;
  /** Who wrote what, while that is shown. */
  runs(): readonly Run[];
  chosen(id: string): void;
}

const emphasis = HighlightStyle.define([
  { tag: tags.heading, fontWeight: "600" },
  { tag: tags.strong, fontWeight: "600" },
  { tag: tags.emphasis, fontStyle: "italic" },
  { tag: tags.link, textDecoration: "underline" },
]);

/** Markdown alone: the library's own package brings the parsers of HTML, CSS and JavaScript along. */
const markdown = new LanguageSupport(new Language(defineLanguageFacet(), parser, [], "markdown"));

export class Editor {
  readonly #view: EditorView;
  readonly #writable = new Compartment();
  readonly #suggesting: Suggesting;

  constructor(
    host: HTMLElement,
    private readonly text: Y.Text,
    present: Awareness,
    private readonly section: Section,
    remarked: Remarked,
    remarks: Remarks,
  ) {
    this.#suggesting = new Suggesting(remarks, section.key, (words) => this.fitting(words));
    const root = host.attachShadow({ mode: "open" });
    const config = new YSyncConfig(text, present);
    const edits = new Y.UndoManager(text, { trackedOrigins: new Set([config]) });
    const suggestions = remarks.undoing(this.#suggesting);
    this.#view = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        doc: text.toString(),
        extensions: [
          this.#writable.of(EditorView.editable.of(false)),
          shape(section),
          keymap.of([...undoing(() => (this.#suggesting.on ? suggestions : edits)), ...(section.line ? [{ key: "Enter", run: () => true }] : []), ...defaultKeymap]),
          this.#suggesting.extension,
          ySyncFacet.of(config),
          ySync,
          cursors(text, present, section.key),
          tells,
          EditorView.updateListener.of((update) => {
            if (update.transactions.some((one) => one.docChanged && one.annotation(Transaction.userEvent))) remarked.typed();
          }),
          wrote(() => remarked.runs()),
          marks(() => remarked.open(), (id) => remarked.chosen(id)),
        ],
      }),
    });
  }

  writable(yes: boolean): void {
    this.#view.dispatch({
      effects: this.#writable.reconfigure([EditorView.editable.of(yes), EditorState.readOnly.of(!yes)]),
    });
  }

  /** Whether what is typed becomes a suggestion, or part of the text. */
  suggesting(yes: boolean): void {
    this.#suggesting.on = yes;
  }

  get isWritable(): boolean {
    return !this.#view.state.readOnly && this.#view.state.facet(EditorView.editable);
  }

  focus(): void {
    this.#view.focus();
  }

  /** Comments or suggestions are not what they were. */
  redraw(): void {
    this.#view.dispatch({});
  }

  select({ from, to }: Range): void {
    const end = this.#view.state.doc.length;
    this.#view.dispatch({ selection: { anchor: Math.min(from, end), head: Math.min(to, end) }, scrollIntoView: true });
    this.#view.focus();
  }

  get selected(): Range {
    return this.#view.state.selection.main;
  }

  /** The selection, or else the word or the line at the caret. */
  get about(): Range {
    const { state } = this.#view;
    const { empty, head } = state.selection.main;
    return empty ? (state.wordAt(head) ?? state.doc.lineAt(head)) : state.selection.main;
  }

  get whole(): string {
    return this.#view.state.doc.toString();
  }

  tell(effect: StateEffect<unknown>): void {
    this.#view.dispatch({ effects: effect });
  }

  /** Other words, or none, in the place of those that may tell who the patient is. */
  replaceFound(id: string, words: string): void {
    const place = placeOf(this.#view, id);
    if (!place || !this.isWritable) return;
    this.#view.dispatch({ changes: { ...place, insert: words }, userEvent: "input.replace" });
    this.#view.focus();
  }

  /** One more row, empty, at the end of the table; the table itself where there is none yet. */
  addRow(headings: readonly string[]): void {
    const { doc } = this.#view.state;
    const row = `|${"  |".repeat(headings.length)}`;
    const last = lastOfTable(doc);
    const head = `${doc.length ? "\n\n" : ""}| ${headings.join(" | ")} |\n|${" --- |".repeat(headings.length)}`;
    const from = last ? last.to : doc.length;
    const insert = `${last ? "" : head}\n${row}`;
    this.#view.dispatch({ changes: { from, insert }, selection: { anchor: from + insert.length - row.length + 2 }, scrollIntoView: true, userEvent: "input" });
    this.#view.focus();
  }

  /** As it may stand in this section. */
  fitting(words: string): string {
    const plain = words.replace(/\r\n?/g, "\n");
    return this.section.line ? plain.replaceAll("\n", " ") : plain;
  }

  get words(): number {
    return this.text.toString().split(/\s+/u).filter(Boolean).length;
  }
}

/** The last line of the first table, as the service reads it: a row of dashes under a row, and what follows with strokes. */
function lastOfTable(doc: Text): Line | undefined {
  for (let n = 2; n <= doc.lines; n += 1) {
    if (!doc.line(n - 1).text.includes("|") || !isRule(doc.line(n).text)) continue;
    let last = n;
    while (last < doc.lines && doc.line(last + 1).text.includes("|")) last += 1;
    return doc.line(last);
  }
  return undefined;
}

function isRule(line: string): boolean {
  const parts = line.trim().replace(/^\|/, "").replace(/\|$/, "").split("|");
  return line.includes("|") && parts.every((part) => /^:?-+:?$/.test(part.trim()));
}

function shape(section: Section): Extension {
  return [
    EditorState.lineSeparator.of("\n"), // positions are those of Yjs
    EditorView.lineWrapping,
    EditorView.perLineTextDirection.of(true),
    EditorView.contentAttributes.of({
      "aria-label": section.label,
      "aria-multiline": String(!section.line),
      autocapitalize: "sentences",
      autocorrect: "on",
      spellcheck: "true",
      dir: "auto",
    }),
    section.line ? [] : markdown,
    syntaxHighlighting(emphasis),
    look,
  ];
}

/** Of edits and of suggestions each has its own: the mode says which is meant. */
function undoing(manager: () => Y.UndoManager): { key: string; run: () => boolean; preventDefault: boolean }[] {
  const does = (act: () => unknown) => () => {
    act();
    return true;
  };
  return [
    { key: "Mod-z", run: does(() => manager().undo()), preventDefault: true },
    { key: "Mod-y", run: does(() => manager().redo()), preventDefault: true },
    { key: "Mod-Shift-z", run: does(() => manager().redo()), preventDefault: true },
  ];
}

/**
 * Forms with `data-draft` keep their text on this device until the server took it, or for a week.
 * Only for people who signed in, under their id, and gone when they sign out: wards share computers.
 */
import { announce } from "./announce";
import { forgetDocuments, holdsDocuments, holdsUnsaved } from "./kept";
import { word } from "./words";

const PREFIX = "consilium:draft:";
const SENT = "consilium:sent";
const TAKEN = "taken";
const WEEK = 7 * 24 * 3600 * 1000;
const PAUSE = 500;

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
type Draft = { at: number; texts: Record<string, string[]> };

const person = (): string => document.body.dataset["person"] ?? "";
const keyOf = (form: HTMLFormElement): string => `${PREFIX}${person()}:${form.dataset["draft"] ?? ""}`;

function fields(form: HTMLFormElement): Field[] {
  return [...form.elements].filter(
    (e): e is Field =>
      (e instanceof HTMLInputElement && !["hidden", "password", "file", "submit"].includes(e.type)) ||
      e instanceof HTMLTextAreaElement ||
      e instanceof HTMLSelectElement,
  );
}

const ticked = (field: Field): field is HTMLInputElement =>
  field instanceof HTMLInputElement && ["checkbox", "radio"].includes(field.type);

function texts(form: HTMLFormElement): Record<string, string[]> {
  const held: Record<string, string[]> = {};
  for (const field of fields(form)) {
    if (!field.name) continue;
    const values = (held[field.name] ??= []);
    if (!ticked(field) || field.checked) values.push(field.value);
  }
  return held;
}

function fill(form: HTMLFormElement, draft: Draft): void {
  for (const field of fields(form)) {
    const values = draft.texts[field.name];
    if (!values) continue;
    if (ticked(field)) field.checked = values.includes(field.value);
    else if (values[0] !== undefined) field.value = values[0];
  }
}

function stored(key: string): Draft | undefined {
  try {
    const draft = JSON.parse(localStorage.getItem(key) ?? "null") as Draft | null;
    return draft && Date.now() - draft.at < WEEK ? draft : undefined;
  } catch {
    return undefined;
  }
}

function keep(key: string, held: Record<string, string[]>): boolean {
  try {
    localStorage.setItem(key, JSON.stringify({ at: Date.now(), texts: held } satisfies Draft));
    return true;
  } catch {
    return false;
  }
}

const mine = (): string[] => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));

const dropTaken = (): void => void (document.cookie = `${TAKEN}=; path=/; max-age=0; samesite=lax`);

/** A draft that was sent goes only when the server said that it took the form: not offline, not signed out. */
function forgetSent(): void {
  const key = sessionStorage.getItem(SENT);
  sessionStorage.removeItem(SENT);
  if (!document.cookie.split("; ").includes(`${TAKEN}=1`)) return;
  if (key) localStorage.removeItem(key);
  dropTaken();
}

/** Any form that is sent makes the last answer old, and ends the wait for a draft that was not taken. */
function forgetAnswers(): void {
  document.addEventListener("submit", () => {
    sessionStorage.removeItem(SENT);
    dropTaken();
  }, true);
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) sessionStorage.removeItem(SENT);
  });
}

function forgetOld(): void {
  for (const key of mine()) if (!stored(key)) localStorage.removeItem(key);
}

function stateLine(form: HTMLFormElement): HTMLElement {
  const line = document.createElement("p");
  line.className = "draft-state";
  const long = [...form.querySelectorAll("textarea")].at(-1)?.closest(".field");
  (long ?? form).append(line);
  return line;
}

function offerDiscard(line: HTMLElement, form: HTMLFormElement, before: Draft): void {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = word("discard");
  button.addEventListener("click", () => {
    localStorage.removeItem(keyOf(form));
    fill(form, before);
    line.textContent = word("discarded");
    announce(word("discarded"));
  });
  line.append(" ", button);
}

function tend(form: HTMLFormElement): void {
  const key = keyOf(form);
  const before: Draft = { at: Date.now(), texts: texts(form) };
  const line = stateLine(form);
  const draft = form.querySelector(".error-summary") ? undefined : stored(key);
  if (draft && JSON.stringify(draft.texts) !== JSON.stringify(before.texts)) {
    fill(form, draft);
    line.textContent = word("restored");
    announce(word("restored"));
    offerDiscard(line, form, before);
  }
  let waiting = 0;
  const save = (): void => {
    const done = keep(key, texts(form));
    form.toggleAttribute("data-kept", done);
    line.textContent = word(done ? "saved" : "unsaved");
    if (!done) announce(word("unsaved"));
    else offerDiscard(line, form, before);
  };
  form.addEventListener("input", () => {
    form.removeAttribute("data-kept");
    line.textContent = word("saving");
    window.clearTimeout(waiting);
    waiting = window.setTimeout(save, PAUSE);
  });
  form.addEventListener("submit", () => {
    window.clearTimeout(waiting);
    keep(key, texts(form));
    sessionStorage.setItem(SENT, key);
  });
  window.addEventListener("pagehide", () => {
    if (line.textContent === word("saving")) save();
  });
}

function clearOnSignOut(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[action="/sign-out"]')) {
    form.addEventListener("submit", (event) => {
      const drafts = mine();
      const asks = drafts.length > 0 || holdsUnsaved(person());
      if (asks && !window.confirm(word("leaving"))) return event.preventDefault();
      drafts.forEach((key) => localStorage.removeItem(key));
      if (!holdsDocuments(person())) return;
      event.preventDefault();
      void forgetDocuments(person()).then(() => form.submit());
    });
  }
}

export function startDrafts(): void {
  forgetSent();
  forgetAnswers();
  forgetOld();
  if (!person()) return;
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-draft]")) tend(form);
  clearOnSignOut();
}

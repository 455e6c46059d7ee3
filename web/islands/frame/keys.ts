/**
 * Shortcuts: `data-key` on a link, button or input; `data-go` on a section after "g"; j and k walk [data-row].
 * "?" lists them and lets a person switch them off (WCAG 2.1.4).
 */
import { word } from "./words";

const OFF = "consilium:keys";
let going = false;

const on = (): boolean => localStorage.getItem(OFF) !== "off";

function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
}

function visible<E extends HTMLElement>(selector: string): E[] {
  return [...document.querySelectorAll<E>(selector)].filter((element) => element.checkVisibility());
}

function press(element: HTMLElement): void {
  if (element.matches("input, textarea, select")) element.focus();
  else element.click();
}

function walk(step: number): void {
  const links = visible<HTMLElement>("[data-row] a[data-prefetch]");
  const at = links.indexOf(document.activeElement as HTMLElement);
  const next = at < 0 ? (step > 0 ? 0 : links.length - 1) : at + step;
  links[Math.max(0, Math.min(next, links.length - 1))]?.focus();
}

function go(key: string): boolean {
  const link = document.querySelector<HTMLElement>(`[data-go="${CSS.escape(key)}"]`);
  link?.click();
  return link !== null;
}

function one(key: string): boolean {
  const named = visible<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)[0];
  if (named) press(named);
  else if (key === "j") walk(1);
  else if (key === "k") walk(-1);
  else if (key === "g") going = true;
  else return false;
  return true;
}

function listed(): [string, string][] {
  const label = (element: HTMLElement): string =>
    (element instanceof HTMLInputElement ? word("search") : element.textContent?.trim()) ?? "";
  const named = visible<HTMLElement>("[data-key]").map((e): [string, string] => [e.dataset["key"] ?? "", label(e)]);
  const places = [...document.querySelectorAll<HTMLElement>(".side [data-go]")].map((e): [string, string] => [
    `g ${e.dataset["go"] ?? ""}`,
    word("go").replace("{place}", label(e)),
  ]);
  const rows: [string, string][] = document.querySelector("[data-row]")
    ? [
        ["j", word("next")],
        ["k", word("previous")],
      ]
    : [];
  return [...named, ...rows, ...places, ["?", word("help")]];
}

function element<K extends keyof HTMLElementTagNameMap>(tag: K, text = "", className = ""): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  made.textContent = text;
  made.className = className;
  return made;
}

function list(): HTMLElement {
  const pairs = element("dl", "", "shortcuts");
  for (const [keys, meaning] of listed()) {
    const term = element("dt");
    term.append(...keys.split(" ").map((key) => element("kbd", key)));
    pairs.append(term, element("dd", meaning));
  }
  return pairs;
}

function toggle(): HTMLElement {
  const label = element("label", "", "choice");
  const box = element("input");
  box.type = "checkbox";
  box.checked = on();
  box.addEventListener("change", () => localStorage.setItem(OFF, box.checked ? "on" : "off"));
  label.append(box, element("span", word("keys")));
  return label;
}

function help(): void {
  const dialog = element("dialog");
  const title = element("h2", word("shortcuts"));
  title.id = "shortcuts-title";
  dialog.setAttribute("aria-labelledby", title.id);
  const close = element("button", word("close"), "button");
  close.autofocus = true;
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  dialog.append(title, list(), toggle(), close);
  document.body.append(dialog);
  dialog.showModal();
}

function handled(key: string): boolean {
  if (key === "?") {
    help();
    return true;
  }
  if (!on()) return false;
  if (!going) return one(key);
  going = false;
  return go(key);
}

export function startKeys(): void {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (typing(event.composedPath()[0] ?? null) || document.querySelector("dialog[open]")) return;
    if (handled(event.key)) event.preventDefault();
  });
}

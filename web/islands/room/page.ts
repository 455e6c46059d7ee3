/** Parts of the room's page and its sentences, which the service says in the reader's language. */

export type Parts = <T extends HTMLElement = HTMLElement>(name: string) => T;

export function partsOf(root: ParentNode): Parts {
  return <T extends HTMLElement>(name: string) => {
    const found = root.querySelector<T>(`[data-part="${name}"]`);
    if (!found) throw new Error(`the page has no ${name}`);
    return found;
  };
}

/** Not every page has every part: who has confirmed the disclosures sees no box for it. */
export function maybe<T extends HTMLElement>(root: ParentNode, name: string): T | null {
  return root.querySelector<T>(`[data-part="${name}"]`);
}

export function word(name: string, values: Record<string, string> = {}): string {
  const text = document.getElementById("room-words")?.dataset[name] ?? "";
  return text.replace(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole);
}

/** A copy of a template's only element. */
export function copyOf(template: HTMLElement): HTMLElement {
  const first = (template as HTMLTemplateElement).content.firstElementChild;
  if (!first) throw new Error("an empty template");
  return first.cloneNode(true) as HTMLElement;
}

export function within<T extends HTMLElement>(root: ParentNode, selector: string): T {
  const found = root.querySelector<T>(selector);
  if (!found) throw new Error(`nothing matches ${selector}`);
  return found;
}

/** What a browser keeps of this tab over a reload; a browser that keeps nothing is fine. */
export const memory = {
  get(key: string): string {
    try {
      return sessionStorage.getItem(key) ?? "";
    } catch {
      return "";
    }
  },
  set(key: string, value: string): void {
    try {
      if (value) sessionStorage.setItem(key, value);
      else sessionStorage.removeItem(key);
    } catch {
      // private windows may refuse
    }
  },
};

/** `crypto.randomUUID` is kept from pages without HTTPS, where chat should work all the same. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

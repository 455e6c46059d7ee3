/** `<consilium-redact>`: rectangles over a picture, drawn by pointer or moved by keyboard. What counts is the form:
 * each rectangle is a row of four numbers in it, and a suggestion is a box to tick. Without this script both work. */

import { announce } from "./frame/announce";

const NAMES = ["x", "y", "width", "height"] as const;
const SVG = "http://www.w3.org/2000/svg";
const LEAST = 4;

type Numbers = readonly [number, number, number, number];

class ConsiliumRedact extends HTMLElement {
  #sheet!: SVGSVGElement;
  #rows!: HTMLOListElement;
  #template!: HTMLTemplateElement;
  #drawn = new Map<HTMLLIElement, SVGRectElement>();
  #from: DOMPoint | undefined;
  #now: HTMLLIElement | undefined;

  connectedCallback(): void {
    this.#sheet = this.#part("sheet");
    this.#rows = this.#part("rows");
    this.#template = this.#part("row");
    for (const row of this.#rows.querySelectorAll("li")) {
      if (this.#input(row, "x")?.value) this.#adopt(row);
      else row.remove(); // empty rows are for those without script
    }
    this.#sheet.removeAttribute("aria-hidden");
    this.#sheet.setAttribute("role", "group");
    this.#sheet.setAttribute("aria-label", this.#rows.closest("fieldset")?.querySelector("legend")?.textContent ?? "");
    for (const name of ["how", "add"]) this.#part<HTMLElement>(name).hidden = false;
    this.dataset["drawing"] = "";
    this.#listen();
  }

  #listen(): void {
    this.#sheet.addEventListener("pointerdown", (event) => this.#begin(event));
    this.#sheet.addEventListener("pointermove", (event) => this.#stretch(event));
    this.#sheet.addEventListener("pointerup", () => this.#end());
    this.#sheet.addEventListener("pointercancel", () => this.#drop(this.#now));
    this.#sheet.addEventListener("keydown", (event) => this.#key(event));
    this.#rows.addEventListener("input", (event) => this.#typed(event));
    this.#rows.addEventListener("click", (event) => this.#clicked(event));
    this.#part("add").addEventListener("click", () => this.#add());
    this.addEventListener("change", (event) => this.#ticked(event));
  }

  #part<T extends Element>(name: string): T {
    const found = this.querySelector<T>(`[data-part="${name}"]`);
    if (!found) throw new Error(`no part ${name}`);
    return found;
  }

  get #width(): number {
    return Number(this.dataset["width"]);
  }

  get #height(): number {
    return Number(this.dataset["height"]);
  }

  // by pointer

  #at(event: PointerEvent): DOMPoint {
    const to = this.#sheet.getScreenCTM();
    const point = new DOMPoint(event.clientX, event.clientY);
    return to ? point.matrixTransform(to.inverse()) : point;
  }

  #begin(event: PointerEvent): void {
    const hint = event.target instanceof SVGRectElement ? event.target.dataset["hint"] : undefined;
    if (event.button !== 0 || !event.isPrimary) return;
    if (hint) return this.#tick(hint);
    event.preventDefault();
    this.#sheet.setPointerCapture(event.pointerId);
    this.#from = this.#at(event);
  }

  #stretch(event: PointerEvent): void {
    if (!this.#from) return;
    const to = this.#at(event);
    const box: Numbers = [
      Math.min(this.#from.x, to.x),
      Math.min(this.#from.y, to.y),
      Math.abs(to.x - this.#from.x),
      Math.abs(to.y - this.#from.y),
    ];
    if (!this.#now && box[2] < LEAST && box[3] < LEAST) return;
    this.#now ??= this.#new();
    this.#set(this.#now, box);
  }

  #end(): void {
    this.#from = undefined;
    if (this.#now) announce(this.#said(this.#now));
    this.#now = undefined;
  }

  // by keyboard

  #add(): void {
    const row = this.#new();
    const [width, height] = [this.#width / 4, this.#height / 8];
    this.#set(row, [(this.#width - width) / 2, (this.#height - height) / 2, width, height]);
    this.#drawn.get(row)?.focus();
  }

  #key(event: KeyboardEvent): void {
    const row = [...this.#drawn].find(([, rect]) => rect === event.target)?.[0];
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!row) return;
    if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      this.#drop(row);
      this.#part<HTMLElement>("add").focus();
    } else if (way) {
      event.preventDefault();
      const step = Math.max(1, Math.round(Math.max(this.#width, this.#height) / 100));
      const [dx, dy] = [(way[0] ?? 0) * step, (way[1] ?? 0) * step];
      const [x, y, width, height] = this.#numbers(row);
      this.#set(row, event.shiftKey ? [x, y, width + dx, height + dy] : [x + dx, y + dy, width, height]);
    }
  }

  // rows and rectangles

  #new(): HTMLLIElement {
    const row = this.#template.content.firstElementChild?.cloneNode(true) as HTMLLIElement;
    this.#rows.append(row);
    this.#adopt(row);
    return row;
  }

  /** Give a row its rectangle; it is drawn as soon as its numbers make one. */
  #adopt(row: HTMLLIElement): void {
    const rect = document.createElementNS(SVG, "rect");
    rect.dataset["row"] = "";
    rect.setAttribute("tabindex", "0");
    rect.setAttribute("role", "img");
    this.#drawn.set(row, rect);
    this.#draw(row);
  }

  #numbers(row: HTMLLIElement): Numbers {
    const [x = 0, y = 0, width = 0, height = 0] = NAMES.map((name) => Number(this.#input(row, name)?.value) || 0);
    return [x, y, width, height];
  }

  #input(row: HTMLLIElement, name: string): HTMLInputElement | null {
    return row.querySelector<HTMLInputElement>(`input[name="${name}"]`);
  }

  #set(row: HTMLLIElement, [x, y, width, height]: Numbers): void {
    const wide = within(width, LEAST, this.#width);
    const high = within(height, LEAST, this.#height);
    const box = [within(x, 0, this.#width - wide), within(y, 0, this.#height - high), wide, high];
    NAMES.forEach((name, index) => {
      const input = this.#input(row, name);
      if (input) input.value = String(Math.round(box[index] ?? 0));
    });
    this.#draw(row);
  }

  #draw(row: HTMLLIElement): void {
    const rect = this.#drawn.get(row);
    const numbers = this.#numbers(row);
    if (!rect) return;
    NAMES.forEach((name, index) => rect.setAttribute(name, String(numbers[index] ?? 0)));
    rect.setAttribute("aria-label", this.#said(row));
    if (numbers[2] > 0 && numbers[3] > 0) {
      if (!rect.isConnected) this.#sheet.append(rect);
    } else rect.remove();
  }

  #said(row: HTMLLIElement): string {
    return [...row.querySelectorAll("label")]
      .map((label) => `${label.textContent?.trim() ?? ""} ${label.querySelector("input")?.value ?? ""}`)
      .join(", ");
  }

  #drop(row: HTMLLIElement | undefined): void {
    this.#from = this.#now = undefined;
    if (!row) return;
    this.#drawn.get(row)?.remove();
    this.#drawn.delete(row);
    row.remove();
  }

  #typed(event: Event): void {
    const row = (event.target as Element).closest("li");
    if (row) this.#draw(row);
  }

  #clicked(event: Event): void {
    const button = (event.target as Element).closest('[data-part="drop"]');
    this.#drop(button?.closest("li") ?? undefined);
  }

  // suggestions

  #tick(hint: string): void {
    const box = this.querySelector<HTMLInputElement>(`input[data-hint="${hint}"]`);
    if (!box) return;
    box.checked = !box.checked;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }

  #ticked(event: Event): void {
    const box = event.target as HTMLInputElement;
    const rect = this.#sheet.querySelector<SVGRectElement>(`rect[data-hint="${box.dataset["hint"] ?? ""}"]`);
    if (!rect) return;
    if (box.checked) rect.dataset["on"] = "yes";
    else delete rect.dataset["on"];
  }
}

function within(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), Math.max(least, most));
}

customElements.define("consilium-redact", ConsiliumRedact);

/** Before entering: oneself, one's devices, the disclosures. */

import type { Devices, Kind } from "./devices";
import { Level } from "./level";
import { maybe, partsOf, word } from "./page";

const NAMED: Record<Kind, string> = { microphone: "microphones", camera: "cameras" };

export class Door {
  readonly #part;
  readonly #level: Level;

  constructor(
    root: HTMLElement,
    private readonly devices: Devices,
    enter: (acknowledged: boolean) => void,
  ) {
    this.#part = partsOf(root);
    this.#level = new Level(this.#part<HTMLMeterElement>("level"));
    for (const kind of ["microphone", "camera"] as const) {
      const list = this.#part<HTMLSelectElement>(NAMED[kind]);
      list.addEventListener("change", () => void devices.choose(kind, list.value));
    }
    this.#part("entry").addEventListener("submit", (event) => {
      event.preventDefault();
      const box = maybe<HTMLInputElement>(root, "acknowledged");
      enter(box?.checked ?? false);
    });
  }

  show(): void {
    this.#part("door").hidden = false;
    this.update();
  }

  hide(): void {
    this.#part("door").hidden = true;
    this.#level.stop();
  }

  update(): void {
    if (this.#part("door").hidden) return;
    const { camera, microphone } = this.devices.tracks;
    const preview = this.#part<HTMLVideoElement>("preview");
    if (camera && (preview.srcObject as MediaStream | null)?.getVideoTracks()[0] !== camera)
      preview.srcObject = new MediaStream([camera]);
    preview.hidden = !camera;
    this.#part("preview-off").hidden = camera !== null;
    this.#level.show(microphone);
    if (this.devices.trouble) this.complain(`trouble-${this.devices.trouble}`);
    else this.#part("trouble").hidden = true;
    void this.#fill("microphone");
    void this.#fill("camera");
  }

  complain(name: string): void {
    this.#part("trouble-text").textContent = word(camel(name));
    this.#part("trouble").hidden = false;
    this.#part("trouble").scrollIntoView({ block: "nearest" });
  }

  busy(is: boolean): void {
    this.#part<HTMLButtonElement>("enter").disabled = is;
  }

  async #fill(kind: Kind): Promise<void> {
    const list = this.#part<HTMLSelectElement>(NAMED[kind]);
    const devices = await this.devices.list(kind);
    const current = this.devices.tracks[kind]?.getSettings().deviceId ?? this.devices.ids[kind];
    const options = devices.map((device, n) => new Option(device.label || `${word("default")}${n ? ` ${n + 1}` : ""}`, device.deviceId));
    list.replaceChildren(...(options.length ? options : [new Option(word("nothing"), "")]));
    list.disabled = options.length === 0;
    if (current && devices.some((device) => device.deviceId === current)) list.value = current;
  }
}

/** data-trouble-denied is dataset.troubleDenied. */
export function camel(name: string): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

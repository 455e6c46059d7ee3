/** Who is at the document, each once, with the colour of their caret. */

import type { Awareness } from "y-protocols/awareness";
import { type Shown, colourOf } from "./cursors";

export function showPeople(list: HTMLElement, present: Awareness): void {
  const people = new Map<string, number>();
  for (const state of present.getStates().values()) {
    const { user } = state as Shown;
    if (user) people.set(String(user.name), colourOf(user.colour));
  }
  list.replaceChildren(
    ...[...people].map(([name, colour]) => {
      const item = document.createElement("li");
      const said = document.createElement("bdi");
      item.className = `doc-person colour-${colour}`;
      said.textContent = name;
      item.append(said);
      return item;
    }),
  );
}

/** Why one is out of the room, in words. */

import { camel } from "./door";
import { word, type Parts } from "./page";
import { Close } from "./protocol";

const WHY: Record<number, string> = {
  0: "away",
  [Close.REPLACED]: "replaced",
  [Close.ENDED]: "ended",
  [Close.REMOVED]: "removed",
  [Close.FULL]: "full",
  [Close.NOT_ALLOWED]: "refused",
  [Close.BAD_TICKET]: "refused",
};

/** 0: nobody closed anything, the line did not come back. */
export function whyOf(code: number): string {
  return WHY[code] ?? "broken";
}

export function tellWhy(part: Parts, why: string): void {
  part("out-title").textContent = word(camel(`out-${why}`));
  part("out-text").textContent = word(camel(`out-${why}-text`));
  part("out-title").focus();
}

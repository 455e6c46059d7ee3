/** Retell the server's UTC times in the reader's zone, and keep "3 minutes ago" true. */

const locale = `${document.documentElement.lang}-u-nu-latn`;
const ago = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
const day = new Intl.DateTimeFormat(locale, { dateStyle: "medium" });
const moment = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
const full = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "long" });

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function relative(when: Date): string {
  const seconds = (when.getTime() - Date.now()) / 1000;
  const away = Math.abs(seconds);
  if (away > 7 * DAY) return day.format(when);
  if (away >= DAY) return ago.format(Math.round(seconds / DAY), "day");
  if (away >= HOUR) return ago.format(Math.round(seconds / HOUR), "hour");
  if (away >= MINUTE) return ago.format(Math.round(seconds / MINUTE), "minute");
  return ago.format(0, "minute");
}

function told(style: string | undefined, when: Date): string {
  if (style === "date") return day.format(when);
  return style === "moment" ? moment.format(when) : relative(when);
}

export function tellTimes(within: ParentNode = document): void {
  for (const element of within.querySelectorAll<HTMLTimeElement>("time[data-time]")) {
    const when = new Date(element.dateTime);
    if (Number.isNaN(when.getTime())) continue;
    const text = told(element.dataset["time"], when);
    if (element.textContent !== text) element.textContent = text;
    element.title = full.format(when);
  }
}

export function startTimes(): void {
  tellTimes();
  window.setInterval(() => {
    if (!document.hidden) tellTimes();
  }, 60_000);
}

/** A link that is hovered for a moment is fetched before it is pressed. */

const PAUSE = 80;
const fetched = new Set<string>();

function fetchAhead(link: HTMLAnchorElement): void {
  if (fetched.has(link.href) || link.origin !== location.origin) return;
  fetched.add(link.href);
  const hint = document.createElement("link");
  hint.rel = "prefetch";
  hint.href = link.href;
  document.head.append(hint);
}

function saving(): boolean {
  const line = (navigator as Navigator & { connection?: { saveData?: boolean } }).connection;
  return line?.saveData ?? false;
}

export function startPrefetch(): void {
  if (saving()) return;
  let waiting = 0;
  document.addEventListener("pointerover", (event) => {
    window.clearTimeout(waiting);
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[data-prefetch]") : null;
    if (link) waiting = window.setTimeout(() => fetchAhead(link), PAUSE);
  });
}

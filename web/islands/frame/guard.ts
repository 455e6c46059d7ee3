/** Ask before a form with text in it is left, unless its draft is kept. */

function said(form: HTMLFormElement): string {
  return JSON.stringify([...new FormData(form)].filter(([, value]) => typeof value === "string"));
}

export function startGuard(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-guard]")) {
    const before = said(form);
    let sent = false;
    form.addEventListener("submit", () => {
      sent = true;
    });
    window.addEventListener("pageshow", () => {
      sent = false;
    });
    window.addEventListener("beforeunload", (event) => {
      if (!sent && !form.hasAttribute("data-kept") && said(form) !== before) event.preventDefault();
    });
  }
}

/** The theme changes at once; the choice is sent along. Another language needs the page anew, so that form just goes. */

function theme(event: SubmitEvent, form: HTMLFormElement): string | undefined {
  const button = event.submitter;
  return button instanceof HTMLButtonElement && button.name === "theme" && form.action ? button.value : undefined;
}

function show(chosen: string): void {
  document.documentElement.dataset["theme"] = chosen;
  for (const button of document.querySelectorAll<HTMLButtonElement>("[data-choices] button[name=theme]")) {
    button.toggleAttribute("aria-current", false);
    if (button.value === chosen) button.setAttribute("aria-current", "true");
  }
}

export function startChoices(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-choices]")) {
    form.addEventListener("submit", (event) => {
      const chosen = theme(event, form);
      if (!chosen) return;
      event.preventDefault();
      show(chosen);
      void fetch(form.action, { method: "POST", body: new URLSearchParams({ theme: chosen }), redirect: "manual" });
    });
  }
}

/** A file with the text as it is on this device, for when saving does not get through. */

interface Part {
  readonly label: string;
  readonly text: string;
}

export function asMarkdown(parts: readonly Part[]): string {
  return parts
    .filter((part) => part.text.trim())
    .map((part) => `# ${part.label}\n\n${part.text.trim()}\n`)
    .join("\n");
}

export function offer(link: HTMLAnchorElement, text: string, title: string): void {
  if (link.href.startsWith("blob:")) URL.revokeObjectURL(link.href);
  link.href = URL.createObjectURL(new Blob([text], { type: "text/markdown" }));
  link.download = `${title.replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 60) || "write-up"}.md`;
}

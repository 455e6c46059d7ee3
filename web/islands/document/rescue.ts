/** A file with the text as it is on this device, for when saving does not get through. */

export function offer(link: HTMLAnchorElement, parts: readonly { label: string; text: string }[], title: string): void {
  const body = parts
    .filter((part) => part.text.trim())
    .map((part) => `# ${part.label}\n\n${part.text.trim()}\n`)
    .join("\n");
  if (link.href.startsWith("blob:")) URL.revokeObjectURL(link.href);
  link.href = URL.createObjectURL(new Blob([body], { type: "text/markdown" }));
  link.download = `${title.replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 60) || "write-up"}.md`;
}

/** Sentences of the document page, said by the service in the reader's language. */
export function word(name: string, values: Record<string, string> = {}): string {
  const text = document.getElementById("document-words")?.getAttribute(`data-${name}`) ?? "";
  return text.replace(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole);
}

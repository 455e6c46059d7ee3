/** Sentences for script, said by the server in the reader's language (templates/frame/words.html). */
export function word(name: string): string {
  return document.getElementById("words")?.dataset[name] ?? "";
}

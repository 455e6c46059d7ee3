/** The other service of the comparison, with nothing added but a place to keep documents: node hocuspocus.mjs PORT [FOLDER] */
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Database } from "@hocuspocus/extension-database";
import { Server } from "@hocuspocus/server";

const [port, folder] = process.argv.slice(2);
const kept = (name) => join(folder, encodeURIComponent(name));
const files = new Database({
  fetch: ({ documentName }) => readFile(kept(documentName)).catch(() => null),
  store: async ({ documentName, state }) => {
    await writeFile(`${kept(documentName)}.new`, state, { flush: true });
    await rename(`${kept(documentName)}.new`, kept(documentName));
  },
});
const server = new Server({ port: Number(port), quiet: true, timeout: 120_000, extensions: folder ? [files] : [] });
await server.listen();
console.log("ready");

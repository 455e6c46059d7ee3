/** The other service of the comparison, with nothing added: node hocuspocus.mjs PORT */
import { Server } from "@hocuspocus/server";

const server = new Server({ port: Number(process.argv[2]), quiet: true, timeout: 120_000 });
await server.listen();
console.log("ready");

/**
 * Authors at one document: node load.mjs < settings.json > figures.json
 * { dialect: "consilium" | "hocuspocus" | "y-websocket", url, cookie, act, clients, perSecond, seconds, observers, edits }
 * An edit carries its number; observers see in which frame it comes back. Times are milliseconds.
 */
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import WebSocket from "ws";
import * as Y from "yjs";

const asked = JSON.parse(await text(process.stdin));
const ROOM = "bench";
const ours = asked.dialect === "consilium";
const named = asked.dialect === "hocuspocus"; // frames begin with the document's name
const acts = { steady, burst, stay, seen, there };
const sentAt = new Map();
const times = [];
const durable = [];
let next = 0;
let closed = 0;

class Client {
  constructor(index) {
    this.observes = index < asked.observers;
    this.document = new Y.Doc();
    this.document.on("update", (update) => (this.last = update));
    this.waiting = [];
    this.receipted = 0;
    this.made = 0;
    this.seen = new Set();
  }

  open() {
    return new Promise((ready, failed) => {
      this.socket = new WebSocket(asked.url, { headers: ours ? { cookie: asked.cookie, origin: asked.origin } : {}, perMessageDeflate: false });
      this.socket.binaryType = "nodebuffer";
      this.socket.on("open", () => {
        if (named) this.send((to) => {
          encoding.writeVarUint(to, 2);
          encoding.writeVarUint(to, 0);
          encoding.writeVarString(to, "token");
          encoding.writeVarString(to, "4.7.0");
        });
        this.sync(0, Y.encodeStateVector(this.document));
      });
      this.socket.on("message", (data) => this.heard(data, ready));
      this.socket.on("close", () => (closed += 1));
      this.socket.on("error", failed);
    });
  }

  edit() {
    const number = next++;
    this.made += 1;
    const section = this.document.getText("section:discussion");
    section.insert(section.length, `<${number}>`);
    sentAt.set(number, performance.now());
    this.waiting.push(performance.now());
    this.sync(2, this.last);
  }

  send(write) {
    const to = encoding.createEncoder();
    if (named) encoding.writeVarString(to, ROOM);
    write(to);
    this.socket.send(encoding.toUint8Array(to));
  }

  sync(step, bytes) {
    this.send((to) => {
      encoding.writeVarUint(to, 0);
      encoding.writeVarUint(to, step);
      encoding.writeVarUint8Array(to, bytes);
    });
  }

  heard(data, ready) {
    const from = decoding.createDecoder(new Uint8Array(data.buffer, data.byteOffset, data.length));
    if (named) decoding.readVarString(from);
    const kind = decoding.readVarUint(from);
    if (kind === 0 || (named && kind === 4)) {
      const step = decoding.readVarUint(from);
      if (step === 0) this.sync(1, new Uint8Array([0, 0]));
      else if (step === 1) this.loaded(from, ready);
      else if (this.observes || asked.act === "burst") this.updated(decoding.readVarUint8Array(from));
    } else if (ours && kind === 64) this.receipt(decoding.readVarUint(from));
  }

  loaded(from, ready) {
    if (asked.act === "there") Y.applyUpdate(this.document, decoding.readVarUint8Array(from));
    ready();
  }

  updated(update) {
    const now = performance.now();
    for (const struct of Y.decodeUpdate(update).structs) {
      for (const [, number] of (struct.content?.str ?? "").matchAll(/<(\d+)>/g)) {
        if (struct.id.client === this.document.clientID || this.seen.has(number)) continue;
        this.seen.add(number);
        if (this.observes) times.push(now - sentAt.get(Number(number)));
      }
    }
  }

  receipt(count) {
    while (this.receipted < count) {
      durable.push(performance.now() - this.waiting[this.receipted]);
      this.receipted += 1;
    }
  }
}

const clients = Array.from({ length: asked.clients }, (_, index) => new Client(index));
for (let at = 0; at < clients.length; at += 20) await Promise.all(clients.slice(at, at + 20).map((client) => client.open()));
await pause(500);
const figures = await acts[asked.act]();
console.log(JSON.stringify({ ...figures, closed }));
if (asked.act !== "stay") process.exit(0);

/** Everybody edits so many times a second, each at its own moment of the second. */
async function steady() {
  const gap = 1000 / asked.perSecond;
  const began = performance.now();
  const due = clients.map((_, index) => began + (index / clients.length) * gap);
  const end = began + asked.seconds * 1000;
  while (performance.now() < end) {
    const now = performance.now();
    clients.forEach((client, index) => {
      if (due[index] <= now) {
        client.edit();
        due[index] += gap;
      }
    });
    await pause(2);
  }
  await pause(3000);
  const expected = clients.filter((client) => client.observes).reduce((sum, client) => sum + next - client.made, 0);
  return { sent: next, seen: times.length, expected, times: spread(times), durable: spread(durable) };
}

/** All at once; until everybody has all. */
async function burst() {
  const began = performance.now();
  for (let turn = 0; turn < asked.edits / clients.length; turn += 1) {
    clients.forEach((client) => client.edit());
    await pause(0);
  }
  const others = asked.edits - asked.edits / clients.length;
  while (clients.some((client) => client.seen.size < others) && performance.now() - began < 60_000) await pause(2);
  return { burst_ms: performance.now() - began, complete: clients.every((client) => client.seen.size >= others) };
}

/** Until the process is ended. */
function stay() {
  return {};
}

/** The last one writes; what the first had seen 100 ms after the last edit. */
async function seen() {
  for (let number = 0; number < asked.edits; number += 1) {
    clients.at(-1).edit();
    await pause(5);
  }
  await pause(95);
  return { seen: [...clients[0].seen].map(Number) };
}

/** What somebody who comes now is given. */
function there() {
  const text = clients[0].document.getText("section:discussion").toString();
  return { there: [...text.matchAll(/<(\d+)>/g)].map(([, number]) => Number(number)) };
}

function spread(values) {
  const ordered = values.toSorted((a, b) => a - b);
  const at = (share) => ordered[Math.min(ordered.length - 1, Math.floor(share * ordered.length))] ?? -1;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

function pause(ms) {
  return new Promise((done) => setTimeout(done, ms));
}

async function text(stream) {
  let all = "";
  for await (const part of stream) all += part;
  return all;
}

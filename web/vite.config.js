import { readFileSync, readdirSync, existsSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync, constants } from "node:zlib";
import { defineConfig } from "vite";

const root = import.meta.dirname;

/** Every island and every stylesheet of a domain is an entry; nothing has to be registered. */
function entries() {
  const found = ["styles/main.css", ...below("styles/pages", ".css"), ...below("islands", ".ts")];
  for (const folder of readdirSync(join(root, "islands"))) {
    if (existsSync(join(root, "islands", folder, "index.ts"))) found.push(`islands/${folder}/index.ts`);
  }
  return found;
}

function below(folder, ending) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder)).filter((name) => name.endsWith(ending) && !name.endsWith(".d.ts")).map((name) => `${folder}/${name}`);
}

/** The named icons of Lucide (ISC) and our mark in one file; pages draw them with <use>. */
function sprite() {
  const lucide = JSON.parse(readFileSync(join(root, "icons.json"), "utf8")).map(symbol);
  const mark =
    '<symbol id="consilium" viewBox="0 0 24 24"><path d="M17.9 5.6a9 9 0 1 0 0 12.8" fill="none" stroke="currentColor" ' +
    'stroke-width="3.6" stroke-linecap="round"/><circle cx="19.6" cy="12" r="2.9" fill="currentColor"/></symbol>';
  return `<svg xmlns="http://www.w3.org/2000/svg">${lucide.join("")}${mark}</svg>`;
}

function symbol(name) {
  const svg = readFileSync(join(root, "node_modules/lucide-static/icons", `${name}.svg`), "utf8");
  const inner = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
  const shapes = inner.replace(/\s*\n\s*/g, "").replaceAll(" />", "/>");
  return (
    `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" ` +
    `stroke-linecap="round" stroke-linejoin="round">${shapes}</symbol>`
  );
}

function pictures() {
  return {
    name: "consilium-pictures",
    buildStart() {
      this.emitFile({ type: "asset", name: "icons.svg", originalFileName: "icons.svg", source: sprite() });
      const mark = readFileSync(join(root, "mark.svg"), "utf8");
      this.emitFile({ type: "asset", name: "mark.svg", originalFileName: "mark.svg", source: mark });
    },
  };
}

/** Compressed once here, so that the service only picks. */
function packed() {
  return {
    name: "consilium-packed",
    closeBundle() {
      for (const name of readdirSync(join(root, "dist"), { recursive: true })) {
        const file = join(root, "dist", name);
        if (!/\.(js|css|svg|wasm)$/.test(name) || statSync(file).size < 500) continue;
        const plain = readFileSync(file);
        const best = { params: { [constants.BROTLI_PARAM_SIZE_HINT]: plain.length } };
        writeFileSync(`${file}.br`, brotliCompressSync(plain, best));
        writeFileSync(`${file}.gz`, gzipSync(plain, { level: 9 }));
      }
    },
  };
}

export default defineConfig({
  root,
  base: "/static/",
  publicDir: false,
  plugins: [pictures(), packed()],
  build: {
    outDir: "dist",
    manifest: "manifest.json",
    assetsDir: "",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rollupOptions: { input: entries().map((name) => join(root, name)) },
  },
});

// Builds dist/ from src/: `npm ci && npm run build`. Nothing of this is needed to compile or to run Mizan: dist/ is
// kept beside it, and .ci/run says where it differs from what this gives.
import { build } from "esbuild";
import countries from "i18n-iso-countries";
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";

const dist = new URL("./dist/", import.meta.url).pathname;
const from = (path) => new URL(`./node_modules/${path}`, import.meta.url).pathname;

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
const shared = { bundle: true, minify: true, format: "esm", target: "es2022", legalComments: "inline", charset: "utf8" };
await build({
  ...shared,
  entryPoints: ["app", "charts", "network", "map"].map((name) => `src/${name}.ts`),
  outdir: dist,
});
await build({ ...shared, entryPoints: [from("maplibre-gl/dist/maplibre-gl-worker.mjs")], outfile: `${dist}maplibre-worker.js` });
await build({ bundle: true, minify: true, entryPoints: ["src/app.css"], outdir: dist, external: ["../font/*"], target: "es2022" });
await build({ bundle: true, minify: true, entryPoints: [from("maplibre-gl/dist/maplibre-gl.css")], outfile: `${dist}map.css`, loader: { ".svg": "dataurl" } });
for (const [weight, name] of [["Regular", "regular"], ["SemiBold", "semibold"]]) {
  await copyFile(from(`@ibm/plex-sans-arabic/fonts/complete/woff2/IBMPlexSansArabic-${weight}.woff2`), `${dist}plex-${name}.woff2`);
}
await copyFile("src/icon.svg", `${dist}icon.svg`);

// Shapes of countries (Natural Earth 1:50m, public domain), each with its ISO 3166 code of two letters.
const atlas = JSON.parse(await readFile(from("world-atlas/countries-50m.json"), "utf8"));
for (const shape of atlas.objects.countries.geometries) {
  const code = shape.id ? countries.numericToAlpha2(shape.id) : undefined;
  shape.properties = { code: code ?? "", name: shape.properties.name };
}
await writeFile(`${dist}countries.json`, JSON.stringify({ type: atlas.type, transform: atlas.transform, arcs: atlas.arcs, objects: { countries: atlas.objects.countries } }));

// Where events happened, by MapLibre over shapes of our own. A named town is a point; a division, or what is near a
// town, a ring; a country, or what is less exact, the country's area. Nothing inexact becomes a point.
import * as maplibre from "maplibre-gl";
import { feature } from "topojson-client";
import type { Topology } from "topojson-specification";
import { ask, colour, loadTexts, make, one, rtl, say, t } from "./dom";
import { openEvents } from "./opened";

interface Spot {
  id: string; name_ar: string; name_en: string; country: string; precision: string; stories: number; events: number;
  quads: [number, number, number, number]; shape: "point" | "ring" | "area"; centre: [number, number] | null; radius: number | null;
}
type Feature = GeoJSON.Feature<GeoJSON.Geometry, Record<string, unknown>>;
const collection = (features: Feature[]): GeoJSON.FeatureCollection => ({ type: "FeatureCollection", features });
const name = (s: Spot): string => (rtl ? s.name_ar || s.name_en : s.name_en || s.name_ar) || s.id;

/** A ring of so many kilometres around a point, on a sphere. */
function ring([lon, lat]: [number, number], km: number): GeoJSON.Polygon {
  const [d, phi] = [km / 6371, (lat * Math.PI) / 180];
  const points = Array.from({ length: 65 }, (_, n) => {
    const bearing = (n / 64) * 2 * Math.PI;
    const p = Math.asin(Math.sin(phi) * Math.cos(d) + Math.cos(phi) * Math.sin(d) * Math.cos(bearing));
    const l = Math.atan2(Math.sin(bearing) * Math.sin(d) * Math.cos(phi), Math.cos(d) - Math.sin(phi) * Math.sin(p));
    return [lon + (l * 180) / Math.PI, (p * 180) / Math.PI];
  });
  return { type: "Polygon", coordinates: [points] };
}

/** A pattern of slanting lines: areas are told by more than their colour. */
function hatch(hue: string): ImageData | null {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 12;
  const c = canvas.getContext("2d");
  if (!c) return null;
  c.strokeStyle = hue;
  c.lineWidth = 1.6;
  for (const n of [-6, 0, 6, 12]) {
    c.beginPath();
    c.moveTo(n, 12);
    c.lineTo(n + 12, 0);
    c.stroke();
  }
  return c.getImageData(0, 0, 12, 12);
}

const hueOf = (s: Spot): string => colour(`q${s.quads.indexOf(Math.max(...s.quads)) + 1}`);
const asFeature = (s: Spot, geometry: GeoJSON.Geometry): Feature => ({ type: "Feature", geometry, properties: { id: s.id, name: name(s), stories: s.stories, hue: hueOf(s) } });

async function shapes(url: string): Promise<GeoJSON.FeatureCollection> {
  const topology = (await (await fetch(url)).json()) as Topology;
  const countries = topology.objects.countries;
  if (!countries) throw new Error("no shapes");
  const all = feature(topology, countries) as unknown as GeoJSON.FeatureCollection;
  for (const f of all.features) {
    if (f.geometry.type === "Polygon") f.geometry.coordinates = unwrapped(f.geometry.coordinates);
    if (f.geometry.type === "MultiPolygon") f.geometry.coordinates = f.geometry.coordinates.map(unwrapped).filter((p) => p.length > 0);
  }
  return all;
}

/** Rings that cross the date line go on beyond 180° rather than back around the world; one around a pole is left out. */
function unwrapped(rings: GeoJSON.Position[][]): GeoJSON.Position[][] {
  const out = rings.map((points) => {
    let turn = 0;
    return points.map((p, n) => {
      const step = n ? (p[0] ?? 0) - (points[n - 1]?.[0] ?? 0) : 0;
      if (step > 180) turn -= 360;
      if (step < -180) turn += 360;
      return [(p[0] ?? 0) + turn, p[1] ?? 0];
    });
  });
  const closed = (r: GeoJSON.Position[]) => Math.abs((r[0]?.[0] ?? 0) - (r[r.length - 1]?.[0] ?? 0)) < 1;
  return out[0] && closed(out[0]) ? out.filter(closed) : [];
}

async function draw(section: HTMLElement): Promise<void> {
  const plot = one("[data-plot]", section);
  if (!plot) return;
  const [world, found] = await Promise.all([shapes(section.dataset.shapes ?? ""), ask<{ places: Spot[] }>(section.dataset.url ?? ""), loadTexts(), document.fonts.load("13px 'Plex Arabic'")]);
  maplibre.setWorkerUrl(section.dataset.worker ?? "");
  const spots = found.places;
  const points = spots.filter((s) => s.shape === "point");
  const rings = spots.filter((s) => s.shape === "ring");
  const inCountry = new Map<string, Spot[]>();
  for (const s of spots.filter((x) => x.shape === "area")) inCountry.set(s.country, [...(inCountry.get(s.country) ?? []), s]);
  const areas = world.features.filter((f) => inCountry.has(String(f.properties?.code))).map((f): Feature => {
    const own = inCountry.get(String(f.properties?.code)) ?? [];
    return { type: "Feature", geometry: f.geometry, properties: { id: String(f.properties?.code), country: true, name: own[0] ? name(own.find((s) => s.precision === "country") ?? own[0]) : "", stories: own.reduce((n, s) => n + s.stories, 0) } };
  });
  const map = new maplibre.Map({
    container: plot, attributionControl: false, center: [40, 28], zoom: 3, minZoom: 1, maxZoom: 9, renderWorldCopies: true, dragRotate: false, pitchWithRotate: false,
    style: {
      version: 8,
      sources: {
        world: { type: "geojson", data: world }, areas: { type: "geojson", data: collection(areas) },
        rings: { type: "geojson", data: collection(rings.map((s) => asFeature(s, ring(s.centre ?? [0, 0], s.radius ?? 20)))) },
        points: { type: "geojson", data: collection(points.map((s) => asFeature(s, { type: "Point", coordinates: s.centre ?? [0, 0] }))) },
      },
      layers: [
        { id: "sea", type: "background", paint: { "background-color": colour("sunk") } },
        { id: "land", type: "fill", source: "world", paint: { "fill-color": colour("raised") } },
        { id: "borders", type: "line", source: "world", paint: { "line-color": colour("edge"), "line-width": 0.7, "line-dasharray": [3, 1.5] } },
      ],
    },
    locale: { "NavigationControl.ZoomIn": t("map.zoom_in"), "NavigationControl.ZoomOut": t("map.zoom_out"), "Map.Title": t("nav.map") },
  });
  map.addControl(new maplibre.NavigationControl({ showCompass: false }), rtl ? "top-left" : "top-right");
  map.on("load", () => {
    const lines = hatch(colour("q4"));
    if (lines) map.addImage("hatch", lines);
    map.addLayer({ id: "areas", type: "fill", source: "areas", paint: lines ? { "fill-pattern": "hatch", "fill-opacity": ["interpolate", ["linear"], ["get", "stories"], 1, 0.3, 50, 0.85] } : { "fill-color": colour("q4"), "fill-opacity": 0.3 } });
    map.addLayer({ id: "rings", type: "fill", source: "rings", paint: { "fill-color": ["get", "hue"], "fill-opacity": 0.14 } });
    map.addLayer({ id: "ring-lines", type: "line", source: "rings", paint: { "line-color": ["get", "hue"], "line-width": 2, "line-dasharray": [2, 2] } });
    map.addLayer({ id: "points", type: "circle", source: "points", paint: { "circle-color": ["get", "hue"], "circle-opacity": 0.8, "circle-stroke-color": colour("raised"), "circle-stroke-width": 1.5, "circle-radius": ["interpolate", ["linear"], ["sqrt", ["get", "stories"]], 1, 5, 10, 20] } });
    labels(map, [...points, ...rings]);
    section.dataset.drawn = "yes";
  });
  frame(map, spots, areas);
  for (const layer of ["points", "rings", "areas"]) {
    map.on("mouseenter", layer, () => void (map.getCanvas().style.cursor = "pointer"));
    map.on("mouseleave", layer, () => void (map.getCanvas().style.cursor = ""));
  }
  map.on("click", (event: maplibre.MapMouseEvent) => {
    const hit = map.queryRenderedFeatures(event.point, { layers: ["points", "rings", "areas"].filter((l) => map.getLayer(l)) })[0];
    if (!hit) return;
    const q = new URLSearchParams(section.dataset.query ?? "");
    q.set("place", String(hit.properties.id));
    openEvents(q.toString(), String(hit.properties.name)).catch((e: Error) => say(e.message, true));
  });
}

/** Names of the places of most stories: words of the page, which the browser shapes as it should; none over another. */
function labels(map: maplibre.Map, spots: Spot[]): void {
  const most = [...spots].sort((a, b) => b.stories - a.stories).slice(0, 80);
  const made = most.flatMap((s) => {
    if (!s.centre) return [];
    const label = make("div", { class: "map-label", "aria-hidden": "true" }, name(s));
    new maplibre.Marker({ element: label, anchor: "top", offset: [0, 8] }).setLngLat(s.centre).addTo(map);
    return [{ label, centre: s.centre, width: name(s).length * 7.5 + 8 }];
  });
  const settle = () => {
    const taken: [number, number, number][] = [];
    for (const { label, centre, width } of made) {
      const at = map.project(centre);
      const free = !taken.some((t) => Math.abs(t[0] - at.x) < (t[2] + width) / 2 && Math.abs(t[1] - at.y) < 18);
      label.hidden = !free;
      if (free) taken.push([at.x, at.y, width]);
    }
  };
  map.on("move", settle);
  settle();
}

/** Shows all that there is. */
function frame(map: maplibre.Map, spots: Spot[], areas: Feature[]): void {
  const bounds = new maplibre.LngLatBounds();
  for (const s of spots) if (s.centre) bounds.extend(s.centre);
  if (bounds.isEmpty()) {
    for (const f of areas) {
      const walk = (c: unknown): void => {
        if (!Array.isArray(c)) return;
        if (typeof c[0] === "number") bounds.extend([c[0], Number(c[1])]);
        else c.forEach(walk);
      };
      if (f.geometry.type !== "GeometryCollection") walk(f.geometry.coordinates);
    }
  }
  if (!bounds.isEmpty()) map.fitBounds(bounds, { padding: 60, maxZoom: 6, animate: false });
}

const section = one("[data-map]");
if (section) draw(section).catch((error: Error) => say(error.message, true));

// The network of actors over time, by sigma and graphology. Places of actors stay while the window moves.
import Graph from "graphology";
import forceAtlas2 from "graphology-layout-forceatlas2";
import Sigma from "sigma";
import { ask, colour, download, loadTexts, make, one, rtl, say } from "./dom";
import { openEvents } from "./opened";

interface Party { name_ar: string; name_en: string; code: string; kind: string }
interface Edge { source: string; target: string; stories: number; quads: [number, number, number, number]; score: number }
interface Network { nodes: Record<string, Party>; edges: Edge[] }

const MONTHS: Record<string, number> = { year: 12, quarter: 3, month: 1 };

const monthOf = (day: string): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
const dayOf = (month: number): string => `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}`;

/** The class of most stories gives an edge its colour. */
function hue(quads: number[]): string {
  const most = quads.indexOf(Math.max(...quads));
  return colour(`q${most + 1}`);
}

/** A start that is the same for the same actor, so that the picture is the same each time. */
function start(id: string): [number, number] {
  let hash = 2166136261;
  for (const c of id) hash = Math.imul(hash ^ (c.codePointAt(0) ?? 0), 16777619) >>> 0;
  const angle = (hash % 6283) / 1000;
  return [Math.cos(angle) * (1 + (hash % 97) / 97), Math.sin(angle) * (1 + (hash % 89) / 89)];
}

class Picture {
  readonly graph = new Graph({ type: "directed" });
  readonly sigma: Sigma;
  private readonly names: HTMLElement;
  constructor(readonly section: HTMLElement, plot: HTMLElement) {
    // Sigma draws letters one by one, which takes Arabic apart: the names are words of the page over it.
    this.sigma = new Sigma(this.graph, plot, { settings: { allowInvalidContainer: true, enableEdgeEvents: true, renderLabels: false, itemSizesReference: "screen" } } as never);
    this.names = make("div", { class: "graph-labels", "aria-hidden": "true" });
    plot.append(this.names);
    this.sigma.on("afterRender", () => this.place());
  }

  /** Puts the names of the largest actors beside them, none over another. */
  private place(): void {
    const taken: [number, number, number, number][] = [];
    const nodes = this.graph.filterNodes((_, a) => !a.hidden).sort((a, b) => this.graph.getNodeAttribute(b, "size") - this.graph.getNodeAttribute(a, "size"));
    const shown: Node[] = [];
    for (const id of nodes.slice(0, 160)) {
      const a = this.graph.getNodeAttributes(id);
      const at = this.sigma.graphToViewport({ x: a.x, y: a.y });
      const label = this.shortened(id, String(a.label));
      const [w, h] = [label.length * 7.2 + 6, 16];
      const box: [number, number, number, number] = [at.x - w / 2, at.y + a.size + 2, at.x + w / 2, at.y + a.size + 2 + h];
      if (taken.some((t) => t[0] < box[2] && box[0] < t[2] && t[1] < box[3] && box[1] < t[3])) continue;
      taken.push(box);
      const name = make("span", { dir: "auto" }, label);
      name.style.transform = `translate(calc(${at.x}px - 50%), ${box[1]}px)`;
      shown.push(name);
    }
    this.names.replaceChildren(...shown);
  }

  private shortened(id: string, label: string): string {
    const short = [...(label || id)];
    return short.length > 26 ? `${short.slice(0, 25).join("")}…` : short.join("");
  }

  label(id: string, node: Party | undefined): string {
    const name = rtl ? node?.name_ar || node?.name_en : node?.name_en || node?.name_ar;
    return name || id;
  }

  /** Shows a network; actors that were there before stay where they were. */
  show(network: Network, fresh: boolean): void {
    const weight = new Map<string, number>();
    for (const e of network.edges) for (const end of [e.source, e.target]) weight.set(end, (weight.get(end) ?? 0) + e.stories);
    const known = new Set(weight.keys());
    this.graph.clearEdges();
    if (fresh) this.graph.clear();
    this.graph.forEachNode((id) => this.graph.setNodeAttribute(id, "hidden", !known.has(id)));
    for (const [id, w] of weight) {
      const node = network.nodes[id];
      const look = { label: this.label(id, node), size: 4 + Math.min(14, Math.sqrt(w) * 2), color: id.startsWith("kind:") ? colour("edge") : colour("accent"), hidden: false };
      if (this.graph.hasNode(id)) this.graph.mergeNodeAttributes(id, look);
      else {
        const [x, y] = start(id);
        this.graph.addNode(id, { ...look, x, y });
      }
    }
    for (const e of network.edges) {
      if (e.source !== e.target) this.graph.addEdge(e.source, e.target, { size: 0.8 + Math.min(4, Math.log2(e.stories + 1) * 0.8), color: hue(e.quads), stories: e.stories });
    }
    if (fresh && this.graph.order > 1) {
      forceAtlas2.assign(this.graph, { iterations: 320, settings: { ...forceAtlas2.inferSettings(this.graph), gravity: 0.7, scalingRatio: 14, linLogMode: true, adjustSizes: false } });
    }
    this.sigma.refresh();
    this.section.dataset.drawn = "yes";
  }
}

async function draw(section: HTMLElement): Promise<void> {
  const plot = one("[data-plot]", section);
  if (!plot) return;
  await Promise.all([loadTexts(), document.fonts.load("13px 'Plex Arabic'")]);
  const picture = new Picture(section, plot);
  const query = section.dataset.query ?? "";
  const asked = (from = "", to = "") => {
    const q = new URLSearchParams(query);
    if (from) q.set("from", from);
    if (to) q.set("to", to);
    return q.toString();
  };
  let now = asked();
  picture.show(await ask<Network>(`/api/v1/network?edges=150&${now}`), true);

  const size = one<HTMLSelectElement>("[data-window]", section);
  const slider = one<HTMLInputElement>("[data-time]", section);
  const when = one<HTMLOutputElement>("[data-when]", section);
  const [first, last] = [section.dataset.first ?? "", section.dataset.last ?? ""];
  let waiting = 0;
  const move = async () => {
    if (!size || !slider || !first) return;
    const months = MONTHS[size.value];
    slider.disabled = !months;
    const from = monthOf(first) + Number(slider.value);
    now = months ? asked(dayOf(from), dayOf(from + months - 1)) : asked();
    if (when) when.value = months ? `${dayOf(from)} … ${dayOf(from + months - 1)}` : "";
    const turn = ++waiting;
    const network = await ask<Network>(`/api/v1/network?edges=150&${now}`);
    if (turn === waiting) picture.show(network, false);
  };
  const failed = (error: Error) => say(error.message, true);
  if (slider && first && last) slider.max = String(Math.max(0, monthOf(last) - monthOf(first)));
  size?.addEventListener("change", () => move().catch(failed));
  slider?.addEventListener("input", () => move().catch(failed));
  let playing = 0;
  one("[data-play]", section)?.addEventListener("click", () => {
    if (playing) {
      clearInterval(playing);
      playing = 0;
      return;
    }
    if (size && size.value === "all") size.value = "quarter";
    if (slider) slider.value = "0";
    playing = window.setInterval(() => {
      if (!slider || Number(slider.value) >= Number(slider.max)) {
        clearInterval(playing);
        playing = 0;
        return;
      }
      slider.value = String(Number(slider.value) + 1);
      move().catch(failed);
    }, 900);
    move().catch(failed);
  });
  picture.sigma.on("clickNode", ({ node }: { node: string }) => {
    const q = new URLSearchParams(now);
    q.append("actor", node);
    openEvents(q.toString(), String(picture.graph.getNodeAttribute(node, "label"))).catch(failed);
  });
  picture.sigma.on("clickEdge", ({ edge }: { edge: string }) => {
    const [a, b] = picture.graph.extremities(edge);
    const q = new URLSearchParams(now);
    q.set("source", a);
    q.set("target", b);
    openEvents(q.toString(), [a, b].map((id) => picture.graph.getNodeAttribute(id, "label")).join(rtl ? " ← " : " → ")).catch(failed);
  });
  one("[data-png]", section)?.addEventListener("click", () => png(picture, plot));
}

/** The layers of the picture on one, as an image. */
function png(picture: Picture, plot: HTMLElement): void {
  picture.sigma.refresh();
  requestAnimationFrame(() => {
    const layers = [...plot.querySelectorAll("canvas")];
    const whole = document.createElement("canvas");
    whole.width = layers[0]?.width ?? 0;
    whole.height = layers[0]?.height ?? 0;
    const context = whole.getContext("2d");
    if (!context) return;
    context.fillStyle = colour("raised");
    context.fillRect(0, 0, whole.width, whole.height);
    picture.sigma.refresh();
    for (const layer of layers) context.drawImage(layer, 0, 0);
    whole.toBlob((blob) => blob && download("mizan-network.png", blob));
  });
}

const section = one("[data-network]");
if (section) draw(section).catch((error: Error) => say(error.message, true));

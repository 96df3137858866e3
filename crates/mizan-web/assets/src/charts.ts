// Curves of relations and balances, by ECharts. A click on a point opens its events; the table below has the figures.
import { BarChart, CustomChart, LineChart } from "echarts/charts";
import { DataZoomComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { CanvasRenderer, SVGRenderer } from "echarts/renderers";
import { all, ask, colour, download, loadTexts, one, rtl, say, t, word } from "./dom";
import { openEvents } from "./opened";

echarts.use([LineChart, BarChart, CustomChart, GridComponent, TooltipComponent, LegendComponent, DataZoomComponent, MarkLineComponent, CanvasRenderer, SVGRenderer]);

interface Step {
  label: string; from: string; to: string; covered: boolean; events: number; stories: number; sources: number;
  count_low: number; count_high: number; score_mean: number | null; score_low: number | null; score_high: number | null;
  share: number | null; share_low: number | null; share_high: number | null;
}
interface Series { a: string; b: string; both: boolean; unit: "events" | "stories" | "sources"; split: string | null; lines: { key: string; steps: Step[] }[] }
interface Partner { partner: string; cooperation: number; conflict: number; cooperation_share: number | null; share_low: number | null; share_high: number | null }
interface Balance { of: string; between: string[]; steps: { label: string; from: string; to: string; covered: boolean; partners: Partner[] }[]; turns: { of: string; label: string }[] }
interface Curve { name: string; query: string; value: (number | null)[]; low: (number | null)[]; high: (number | null)[]; steps: { from: string; to: string; label: string }[] }

const PALETTE = () => ["accent", "q4", "q1", "q3", "date", "q2"].map(colour);
const SYMBOLS = ["circle", "rect", "triangle", "diamond", "roundRect", "arrow"];
const DASHES: ("solid" | "dashed" | "dotted")[] = ["solid", "dashed", "dotted"];

function curvesOf(all: Series[], measure: string): Curve[] {
  return all.flatMap((series) =>
    series.lines.map((line) => {
      const value = (s: Step): [number | null, number | null, number | null] =>
        !s.covered ? [null, null, null]
          : measure === "share" ? [s.share, s.share_low, s.share_high]
          : measure === "score" ? [s.score_mean, s.score_low, s.score_high]
          : [s[series.unit], s.count_low, s.count_high];
      const values = line.steps.map(value);
      const dyad = `${series.a} ${series.both ? "↔" : "→"} ${series.b}`;
      const name = line.key === "all" ? dyad : all.length > 1 ? `${dyad} · ${word(series.split ?? "", line.key)}` : word(series.split ?? "", line.key);
      const query = new URLSearchParams(series.both ? { pair: `${series.a}|${series.b}` } : { ...(series.a === "*" ? {} : { source: series.a }), ...(series.b === "*" ? {} : { target: series.b }) });
      if (series.split && line.key !== "all") query.set(series.split, line.key);
      return { name, query: query.toString(), steps: line.steps, value: values.map((v) => v[0]), low: values.map((v) => v[1]), high: values.map((v) => v[2]) };
    }));
}

function curvesOfBalance(b: Balance): Curve[] {
  return b.between.map((partner, n) => {
    const of = b.steps.map((s) => s.partners[n]);
    const query = new URLSearchParams({ pair: `${b.of}|${partner}` }).toString();
    return { name: partner, query, steps: b.steps, value: of.map((p) => p?.cooperation_share ?? null), low: of.map((p) => p?.share_low ?? null), high: of.map((p) => p?.share_high ?? null) };
  });
}

/** The option of a chart: each curve a line with its band, gaps where nothing is covered, time as the reader reads. */
function option(curves: Curve[], turns: string[], percent: boolean, fromRight: boolean): echarts.EChartsCoreOption {
  const palette = PALETTE();
  const [ink, soft, line] = [colour("ink"), colour("soft"), colour("line")];
  const labels = curves[0]?.steps.map((s) => s.label) ?? [];
  const shown = (v: number) => (percent ? `${(v * 100).toFixed(1)} %` : Number.isInteger(v) ? String(v) : v.toFixed(2));
  const font = "Plex Arabic, sans-serif";
  const series = curves.flatMap((c, n) => {
    const hue = palette[n % palette.length] ?? ink;
    return [
      { type: "line", name: c.name, data: c.low, stack: `band${n}`, symbol: "none", lineStyle: { opacity: 0 }, itemStyle: { color: hue }, silent: true, tooltip: { show: false }, stackStrategy: "all", z: 1 },
      { type: "line", name: c.name, data: c.high.map((h, i) => (h === null ? null : h - (c.low[i] ?? 0))), stack: `band${n}`, symbol: "none", lineStyle: { opacity: 0 }, itemStyle: { color: hue }, areaStyle: { color: hue, opacity: 0.16 }, silent: true, stackStrategy: "all", z: 1 },
      {
        type: "line", name: c.name, id: `curve${n}`, data: c.value, connectNulls: false, symbol: SYMBOLS[n % SYMBOLS.length], symbolSize: 8, showAllSymbol: labels.length < 80,
        lineStyle: { color: hue, width: 2.2, type: DASHES[n % DASHES.length] }, itemStyle: { color: hue }, emphasis: { focus: "series" }, z: 3,
        ...(n === 0 && turns.length ? { markLine: { symbol: "none", silent: true, lineStyle: { color: ink, type: "dashed", width: 1.4 }, label: { show: false }, data: turns.map((x) => ({ xAxis: x })) } } : {}),
      },
    ];
  });
  return {
    textStyle: { fontFamily: font, color: ink }, animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    backgroundColor: colour("raised"),
    grid: { left: 54, right: 54, top: 52, bottom: labels.length > 24 ? 78 : 44 },
    legend: { top: 8, [rtl ? "right" : "left"]: 12, textStyle: { color: ink, fontFamily: font }, data: curves.map((c) => ({ name: c.name })) },
    // Rich text draws on the canvas: no markup is made, so the strict policy holds.
    tooltip: {
      trigger: "axis", renderMode: "richText", confine: true, backgroundColor: colour("raised"), borderColor: line, textStyle: { color: ink, fontFamily: font },
      formatter: (rows: { seriesId: string; dataIndex: number; axisValueLabel: string; seriesName: string; value: number | null }[]) => {
        const own = rows.filter((r) => r.seriesId.startsWith("curve"));
        const told = own.map((r) => {
          const c = curves[Number(r.seriesId.slice(5))];
          const [v, low, high] = [c?.value[r.dataIndex], c?.low[r.dataIndex], c?.high[r.dataIndex]];
          return v === null || v === undefined ? `${r.seriesName}: —` : `${r.seriesName}: ${shown(v)}${low !== null && low !== undefined && high !== null && high !== undefined ? `  [${shown(low)} – ${shown(high)}]` : ""}`;
        });
        return [own[0]?.axisValueLabel ?? "", ...told].join("\n");
      },
    },
    xAxis: { type: "category", data: labels, inverse: fromRight, boundaryGap: false, axisLine: { lineStyle: { color: soft } }, axisLabel: { color: soft, fontFamily: font, hideOverlap: true } },
    yAxis: { type: "value", position: fromRight ? "right" : "left", ...(percent ? { min: 0, max: 1 } : {}), axisLabel: { color: soft, formatter: (v: number) => (percent ? `${Math.round(v * 100)} %` : String(v)) }, splitLine: { lineStyle: { color: line } } },
    ...(labels.length > 24 ? { dataZoom: [{ type: "slider", height: 22, bottom: 10, brushSelect: false, textStyle: { color: soft } }] } : {}),
    series,
  };
}

async function draw(figure: HTMLElement): Promise<void> {
  const plot = one("[data-plot]", figure);
  if (!plot) return;
  await Promise.all([loadTexts(), document.fonts.ready]);
  const balance = figure.dataset.chart === "balance";
  const answer = await ask<Series[] & Balance>(figure.dataset.url ?? "");
  const measure = one<HTMLSelectElement>("[data-measure]", figure);
  const way = one<HTMLInputElement>("[data-rtl]", figure);
  const chart = echarts.init(plot, undefined, { renderer: "canvas" });
  let curves: Curve[] = [];
  const now = () => {
    const kind = measure?.value ?? "count";
    curves = balance ? curvesOfBalance(answer) : curvesOf(answer, kind);
    const turns = balance ? (answer as Balance).turns.map((x) => x.label) : [];
    return option(curves, [...new Set(turns)], balance || kind === "share", way?.checked ?? rtl);
  };
  const again = () => chart.setOption(now(), { notMerge: true });
  again();
  figure.dataset.drawn = "yes";
  measure?.addEventListener("change", again);
  way?.addEventListener("change", again);
  new ResizeObserver(() => chart.resize()).observe(plot);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
  const open = (curve: Curve | undefined, n: number) => {
    const step = curve?.steps[n];
    if (curve && step) void openEvents(`${curve.query}&from=${step.from}&to=${step.to}`, `${curve.name} · ${step.label}`).catch((e: Error) => say(e.message, true));
  };
  // Any place over a step counts, not the dot alone.
  chart.getZr().on("click", (event: { offsetX: number; offsetY: number }) => {
    const point = [event.offsetX, event.offsetY];
    if (!chart.containPixel("grid", point)) return;
    const at = chart.convertFromPixel({ gridIndex: 0 }, point);
    const n = Math.round(at[0] ?? 0);
    const height = at[1] ?? 0;
    const near = [...curves].filter((c) => c.value[n] !== null).sort((a, b) => Math.abs((a.value[n] ?? 0) - height) - Math.abs((b.value[n] ?? 0) - height));
    open(near[0], n);
  });
  one("[data-png]", figure)?.addEventListener("click", async () => {
    const url = chart.getDataURL({ type: "png", pixelRatio: 2, backgroundColor: colour("raised") });
    download("mizan.png", await (await fetch(url)).blob());
  });
  one("[data-svg]", figure)?.addEventListener("click", () => {
    // A second chart off the page, drawn as SVG.
    const beside = echarts.init(null, undefined, { renderer: "svg", ssr: true, width: 1100, height: 520 });
    beside.setOption({ ...now(), animation: false });
    download("mizan.svg", new Blob([beside.renderToSVGString()], { type: "image/svg+xml" }));
    beside.dispose();
  });
}

for (const figure of all("[data-chart]")) draw(figure).catch((error: Error) => say(`${t("relations.chart")}: ${error.message}`, true));

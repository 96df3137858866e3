// What a point of a chart, an edge or a place opens: its events with their sentences.
import { ask, make, one, t } from "./dom";

interface Side {
  text: string;
}
interface Row {
  id: string;
  page: string;
  day: string | null;
  type: string;
  outlet: string;
  sentence: string;
  sources: Side[];
}

/** Lists the events of a query under the picture, and leads to all of them. */
export async function openEvents(query: string, title: string): Promise<void> {
  const place = one("[data-opened]");
  if (!place) return;
  place.replaceChildren(make("p", { class: "hint" }, t("dialog.loading")));
  const found = await ask<{ total: number; events: Row[] }>(`/api/v1/events?rows=12&${query}`);
  const rows = found.events.map((e) =>
    make("li", {}, make("p", { class: "meta" }, make("time", { dir: "ltr" }, e.day ?? "—"), " · ", make("bdi", {}, e.outlet), " · ", make("span", { class: "code", dir: "ltr" }, e.type)),
      make("a", { href: `/page/${e.page}?event=${e.id}#card`, dir: "auto" }, e.sentence)));
  const more = make("p", {}, make("a", { href: `/events?${query}` }, t("dialog.more"), " ", make("span", { dir: "ltr" }, `(${found.total})`)));
  place.replaceChildren(make("h2", {}, make("bdi", {}, title)), make("ol", { class: "list" }, ...rows), more);
  place.scrollIntoView({ block: "nearest" });
}

// Correcting by selecting text: words become who, whom, where, when, how many, or an event that was missed.
import { showCard } from "./article";
import { type Entry, nameOf } from "./complete";
import { all, ask, lang, loadTexts, make, one, say, t, word } from "./dom";

type Span = [number, number];
interface Words {
  text: string;
  span: Span;
}
interface Detail {
  event: Record<string, unknown> & { sources: unknown[]; targets: unknown[]; quantities: unknown[] };
}

/** Characters of a text, as Unicode counts them. */
const length = (text: string): number => [...text].length;

/** What is selected, as words of one block with their place in the page's text; white space at the ends left off. */
export function selected(): Words | null {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  const block = (node: Node): HTMLElement | null =>
    (node instanceof Element ? node : node.parentElement)?.closest<HTMLElement>("[data-text] [data-at]") ?? null;
  const first = block(range.startContainer);
  if (!first || first !== block(range.endContainer)) return null;
  const before = document.createRange();
  before.setStart(first, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const raw = range.toString();
  const text = raw.trim();
  if (!text) return null;
  const lead = raw.length - raw.trimStart().length;
  const from = Number(first.dataset.at) + length(before.toString()) + length(raw.slice(0, lead));
  return { text, span: [from, from + length(text)] };
}

const event = (): string | null => one("#card")?.dataset.now ?? null;

/** Sends a correction, shows the card anew, and offers to undo it. */
async function correct(id: string, field: string, value: unknown): Promise<void> {
  await ask(`/api/v1/events/${id}/corrections`, { action: "set", field, value });
  say(t("dialog.saved"));
  await showCard(id, true);
}

async function guarded(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    say(error instanceof Error ? error.message : String(error), true);
  }
}

/** A dialog with a form; `save` is called with its fields. */
function dialog(title: string, words: string, fields: Node[], save: (form: FormData) => Promise<void>): void {
  const close = make("button", { type: "button", class: "second" }, t("dialog.close"));
  const form = make("form", { method: "dialog", class: "stack wide" },
    make("h2", {}, title), make("p", { class: "hint" }, t("dialog.selected"), ": ", make("bdi", {}, words)),
    ...fields, make("div", { class: "row" }, make("button", {}, t("dialog.save")), close));
  const box = make("dialog", { "aria-label": title }, form);
  close.addEventListener("click", () => box.close());
  box.addEventListener("close", () => box.remove());
  form.addEventListener("submit", (submitted) => {
    submitted.preventDefault();
    void guarded(async () => {
      await save(new FormData(form));
      box.close();
    });
  });
  document.body.append(box);
  box.showModal();
}

/** A field that looks entries up, with a choice for just the words. */
function lookup(kind: "actors" | "places", words: string, only: string): { nodes: Node[]; chosen: () => Entry | null } {
  let entries: Entry[] = [];
  const list = make("ul", { class: "choices" });
  const input = make("input", { type: "search", value: words, dir: "auto" });
  const choice = (value: string, on: boolean, ...names: (Node | string)[]) =>
    make("li", {}, make("label", {}, make("input", { type: "radio", name: "entry", value, ...(on ? { checked: "" } : {}) }), make("span", {}, ...names)));
  const fill = () =>
    list.replaceChildren(
      ...entries.map((e, n) => choice(String(n), n === 0, make("bdi", {}, nameOf(e)), " ", make("span", { class: "code", dir: "ltr" }, e.code || e.country || ""), " ", make("span", { class: "hint" }, word("precision", e.precision ?? "")))),
      choice("-", entries.length === 0, only),
    );
  const look = async () => {
    entries = await ask<Entry[]>(`/api/v1/lookup/${kind}?q=${encodeURIComponent(input.value.trim())}`).catch(() => []);
    fill();
  };
  let wait = 0;
  input.addEventListener("input", () => {
    clearTimeout(wait);
    wait = window.setTimeout(look, 150);
  });
  fill();
  void look();
  const chosen = () => entries[Number(one<HTMLInputElement>("input:checked", list)?.value)] ?? null;
  return { nodes: [make("label", {}, t("dialog.find"), input), list], chosen };
}

function party(id: string, words: Words, field: "sources" | "targets"): void {
  const found = lookup("actors", words.text, t("dialog.words_only"));
  dialog(t(field === "sources" ? "dialog.source" : "dialog.target"), words.text, found.nodes, async () => {
    const entry = found.chosen();
    const actor = entry && { id: entry.id, name_ar: entry.name_ar, name_en: entry.name_en, code: entry.code, kind: entry.kind, via: "by hand" };
    const now = (await ask<Detail>(`/api/v1/events/${id}`)).event[field];
    await correct(id, field, [...now, { ...words, actor }]);
  });
}

function place(id: string, words: Words): void {
  const found = lookup("places", words.text, t("dialog.place_only"));
  dialog(t("dialog.place"), words.text, found.nodes, async () => {
    const e = found.chosen();
    const spot = e && { id: e.id, name_ar: e.name_ar, name_en: e.name_en, country: e.country ?? "", admin1: e.admin1, lat: e.lat, lon: e.lon, precision: e.precision ?? "place" };
    await correct(id, "place", { ...words, place: spot });
  });
}

function date(id: string, words: Words): void {
  const from = make("input", { name: "from", required: "", pattern: "\\d{4}-\\d{2}-\\d{2}", placeholder: "2024-05-20", dir: "ltr", inputmode: "numeric" });
  const to = make("input", { name: "to", pattern: "\\d{4}-\\d{2}-\\d{2}", placeholder: "2024-05-20", dir: "ltr", inputmode: "numeric" });
  const fields = [make("label", {}, t("dialog.from"), from), make("label", {}, t("dialog.to"), to)];
  dialog(t("dialog.date"), words.text, fields, async (form) => {
    const first = String(form.get("from"));
    const last = String(form.get("to") || first);
    await correct(id, "date", { ...words, from: first, to: last, precision: first === last ? "day" : "range", calendar: "gregorian", basis: "by hand" });
  });
}

const COUNTED = ["killed", "wounded", "arrested", "abducted", "displaced", "released", "people", "money", "sites", "shells", "vehicles", "percent"];

/** The number that words hold, if they hold one in digits, Arabic or Latin. */
function digits(text: string): string {
  const latin = text.replace(/[٠-٩]/g, (d) => String(d.charCodeAt(0) - 0x660));
  return latin.match(/\d+(?:[.,]\d+)*/)?.[0].replace(/,/g, "") ?? "";
}

function figure(id: string, words: Words): void {
  const of = make("select", { name: "of" }, ...COUNTED.map((c) => make("option", { value: c }, word("of", c))));
  const relation = make("select", { name: "relation" }, ...["=", ">=", ">", "<=", "<", "~", "range"].map((r) => make("option", { value: r }, r)));
  const number = (name: string, value: string, required: boolean) => make("input", { name, type: "number", min: "0", step: "any", dir: "ltr", value, ...(required ? { required: "" } : {}) });
  const fields = [
    make("label", {}, t("dialog.of"), of), make("label", {}, t("dialog.relation"), relation),
    make("label", {}, t("dialog.low"), number("low", digits(words.text), true)), make("label", {}, t("dialog.high"), number("high", "", false)),
  ];
  dialog(t("dialog.figure"), words.text, fields, async (form) => {
    const value = (name: string) => (form.get(name) ? Number(form.get(name)) : null);
    const added = { ...words, of: String(form.get("of")), low: value("low"), high: value("high"), relation: String(form.get("relation")), unit: null, whom: null, role: null };
    const now = (await ask<Detail>(`/api/v1/events/${id}`)).event.quantities;
    await correct(id, "quantities", [...now, added]);
  });
}

interface Code {
  code: string;
  parent: string | null;
  ar: string;
  en: string;
}

async function missed(page: string, words: Words): Promise<void> {
  const book = await ask<{ event: Code[]; mode: Code[] }>("/api/v1/codebook");
  const option = (c: Code) => make("option", { value: c.code }, lang === "ar" ? c.ar : c.en);
  const kind = make("select", { name: "type" }, ...book.event.map(option));
  const mode = make("select", { name: "mode" });
  const fill = () => mode.replaceChildren(make("option", { value: "-" }, "—"), ...book.mode.filter((m) => m.parent === kind.value).map(option));
  kind.addEventListener("change", fill);
  fill();
  const status = make("select", { name: "status" }, ...["occurred", "ongoing", "future", "hypothetical", "negated", "historical"].map((s) => make("option", { value: s }, word("status", s))));
  const fields = [make("label", {}, t("filter.type"), kind), make("label", {}, t("filter.mode"), mode), make("label", {}, t("filter.status"), status)];
  dialog(t("dialog.event"), words.text, fields, async (form) => {
    const made = await ask<{ id: string }>(`/api/v1/pages/${page}/events`, {
      type: String(form.get("type")), mode: String(form.get("mode")), status: String(form.get("status")), span: words.span,
    });
    say(t("dialog.saved"));
    location.assign(`/page/${page}?event=${made.id}#card`);
  });
}

/** The toolbar over the words that are selected. */
function toolbar(page: HTMLElement, words: Words): HTMLElement {
  const kept = page.dataset.page ?? "";
  const bar = make("div", { class: "picker", role: "toolbar", "aria-label": t("dialog.selected") });
  const button = (name: string, key: string, act: (id: string) => void, needsEvent = true) => {
    const made = make("button", { type: "button", "data-key": key }, name, " ", make("kbd", {}, key.toUpperCase()));
    made.addEventListener("click", () => {
      const id = event();
      bar.remove();
      if (needsEvent && !id) say(t("dialog.first_event"), true);
      else act(id ?? "");
    });
    bar.append(made);
  };
  button(t("dialog.source"), "1", (id) => party(id, words, "sources"));
  button(t("dialog.target"), "2", (id) => party(id, words, "targets"));
  button(t("dialog.place"), "3", (id) => place(id, words));
  button(t("dialog.date"), "4", (id) => date(id, words));
  button(t("dialog.figure"), "5", (id) => figure(id, words));
  button(t("dialog.event"), "6", () => void guarded(() => missed(kept, words)), false);
  button(t("dialog.alias"), "7", () => location.assign(`/names?words=${encodeURIComponent(words.text)}`), false);
  return bar;
}

function show(page: HTMLElement): void {
  one(".picker")?.remove();
  const words = selected();
  if (!words) return;
  const at = getSelection()?.getRangeAt(0).getBoundingClientRect();
  if (!at) return;
  const bar = toolbar(page, words);
  document.body.append(bar);
  const left = Math.min(Math.max(8, at.left + at.width / 2 - bar.offsetWidth / 2), document.documentElement.clientWidth - bar.offsetWidth - 8);
  bar.style.left = `${left + scrollX}px`;
  bar.style.top = `${at.bottom + scrollY + 8}px`;
}

/** Each argument of the card gets a button that takes it away. */
function removable(): void {
  const id = event();
  for (const field of ["sources", "targets", "quantities"] as const) {
    all(`[data-slot="${field}"] li`).forEach((item, n) => {
      const button = make("button", { type: "button", class: "plain", "aria-label": `${t("dialog.remove")}: ${item.textContent?.trim() ?? ""}`, title: t("dialog.remove") }, "×");
      button.addEventListener("click", () =>
        void guarded(async () => {
          if (!id) return;
          const now = (await ask<Detail>(`/api/v1/events/${id}`)).event[field];
          await correct(id, field, now.filter((_, m) => m !== n));
        }));
      item.append(button);
    });
  }
  for (const field of ["date", "place"] as const) {
    const slot = one(`[data-slot="${field}"]`);
    if (!slot || !slot.querySelector("bdi")) continue;
    const button = make("button", { type: "button", class: "plain", "aria-label": `${t("dialog.remove")}: ${word("mark", field)}`, title: t("dialog.remove") }, "×");
    button.addEventListener("click", () => void guarded(async () => void (id && (await correct(id, field, null)))));
    slot.append(button);
  }
}

export function marking(page: HTMLElement): void {
  void loadTexts().then(() => {
    document.addEventListener("selectionchange", () => {
      if (getSelection()?.isCollapsed) one(".picker")?.remove();
    });
    document.addEventListener("mouseup", (up) => {
      if (!(up.target as Element).closest?.(".picker, dialog")) setTimeout(() => show(page), 0);
    });
    document.addEventListener("touchend", () => setTimeout(() => show(page), 250));
    // Selecting by keys (caret browsing, Shift and arrows) opens it as well.
    document.addEventListener("keyup", (up) => {
      if (up.key === "Shift" || up.key === "F7") show(page);
    });
    document.addEventListener("keydown", (down) => {
      const bar = one(".picker");
      if (!bar) return;
      if (down.key === "Escape") bar.remove();
      one<HTMLButtonElement>(`[data-key="${CSS.escape(down.key)}"]`, bar)?.click();
    });
    document.addEventListener("card", removable);
    if (event()) removable();
  });
}

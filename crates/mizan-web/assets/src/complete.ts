// Names of actors and places while they are typed; the field stays a plain text field without it.
import { all, ask, lang, make, one } from "./dom";

export interface Entry {
  id: string;
  name_ar: string;
  name_en: string;
  code: string;
  kind: string;
  country: string | null;
  admin1: string | null;
  lat: number | null;
  lon: number | null;
  precision: string | null;
}

export const nameOf = (entry: Entry): string =>
  (lang === "ar" ? entry.name_ar || entry.name_en : entry.name_en || entry.name_ar) || entry.id;

const KINDS: Record<string, string> = {
  actor: "actors", source: "actors", target: "actors", claimant: "actors", place: "places",
};

let count = 0;

/** Offers entries under a field; `pick` says what choosing one does. */
function attach(input: HTMLInputElement, kind: string, pick: (entry: Entry) => void): void {
  const list = make("ul", { class: "suggest", role: "listbox", id: `suggest-${++count}` });
  list.hidden = true;
  input.parentElement?.append(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-autocomplete", "list");
  input.autocomplete = "off";
  let entries: Entry[] = [];
  let at = -1;
  let wait = 0;
  const show = (on: boolean) => {
    list.hidden = !on || entries.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    if (list.hidden) input.removeAttribute("aria-activedescendant");
  };
  const choose = (n: number) => {
    const entry = entries[n];
    if (entry) pick(entry);
    show(false);
  };
  const point = (n: number) => {
    at = n;
    [...list.children].forEach((item, m) => item.setAttribute("aria-selected", String(m === n)));
    if (n >= 0) input.setAttribute("aria-activedescendant", `${list.id}-${n}`);
  };
  const fill = () => {
    const items = entries.map((entry, n) => {
      const item = make("li", { role: "option", id: `${list.id}-${n}`, "aria-selected": "false" },
        make("bdi", {}, nameOf(entry)), make("span", { class: "code", dir: "ltr" }, entry.code || entry.country || ""));
      item.addEventListener("mousedown", (event) => {
        event.preventDefault();
        choose(n);
      });
      return item;
    });
    list.replaceChildren(...items);
    point(-1);
    show(true);
  };
  input.addEventListener("input", () => {
    clearTimeout(wait);
    const typed = (input.value.split(/[,،;؛]/).pop() ?? "").trim();
    if (typed.length < 2) {
      show(false);
      return;
    }
    wait = window.setTimeout(async () => {
      entries = await ask<Entry[]>(`/api/v1/lookup/${kind}?q=${encodeURIComponent(typed)}`).catch(() => []);
      if (document.activeElement === input) fill();
    }, 120);
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown") point(Math.min(at + 1, entries.length - 1));
    else if (event.key === "ArrowUp") point(Math.max(at - 1, -1));
    else if (event.key === "Enter" && at >= 0) choose(at);
    else if (event.key === "Escape") show(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  input.addEventListener("blur", () => show(false));
}

/** Puts what was chosen behind what stands in the field already. */
function appended(input: HTMLInputElement, value: string): void {
  const parts = input.value.split(/([,،;؛])/);
  parts[parts.length - 1] = (parts.length > 1 ? " " : "") + value;
  input.value = parts.join("");
}

export function completions(): void {
  for (const input of all<HTMLInputElement>("input[data-complete]")) {
    const kind = KINDS[input.dataset.complete ?? ""];
    if (kind) attach(input, kind, (entry) => appended(input, entry.id));
  }
  const form = one<HTMLFormElement>("[data-name-form]");
  const lookup = one<HTMLInputElement>("[data-lookup]", form ?? document);
  if (form && lookup) attach(lookup, "actors", (entry) => fillName(form, lookup, entry));
}

/** Fills the form of names with a known actor. */
function fillName(form: HTMLFormElement, lookup: HTMLInputElement, entry: Entry): void {
  const set = (name: string, value: string) => {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) field.value = value;
  };
  lookup.value = nameOf(entry);
  set("id", entry.id);
  set("code", entry.code);
  set("name_ar", entry.name_ar);
  set("name_en", entry.name_en);
  set("kind", entry.kind === "state" ? "organisation" : entry.kind);
}

// Review by keys, and rows of tables by arrows.
import { all, loadTexts, make, one, t, writing } from "./dom";

const press = (selector: string): boolean => {
  const found = one<HTMLElement>(selector);
  found?.click();
  return found !== null;
};

/** Opens a list of a form, and puts the keyboard there. */
const choose = (name: string): boolean => {
  const field = one<HTMLSelectElement>(`[data-correct] select[name="${name}"]`);
  field?.focus();
  try {
    field?.showPicker();
  } catch {
    // Some browsers ask for a click first; the list has the keyboard all the same.
  }
  return field !== null;
};

const REVIEW: Record<string, () => boolean> = {
  a: () => press('[data-correct] button[value="accept"]'),
  r: () => press('[data-correct] button[value="reject"]'),
  s: () => press('[data-correct] button[value="save"]'),
  n: () => press("[data-skip]"),
  u: () => press("[data-undo-last] button"),
  o: () => press('[data-review] .meta a, .card .links a[href*="/page/"]'),
  t: () => choose("type"),
  m: () => choose("mode"),
  x: () => choose("status"),
};

/** Another type has other modes: the form is sent along with the mode only where it fits, so the list is filled anew. */
function modes(): void {
  document.addEventListener("change", async (changed) => {
    const kind = changed.target as HTMLSelectElement;
    if (kind.name !== "type" || !kind.closest("[data-correct]")) return;
    const mode = one<HTMLSelectElement>('select[name="mode"]', kind.form ?? document);
    if (!mode) return;
    const answer = await fetch("/api/v1/codebook");
    const book = (await answer.json()) as { mode: { code: string; parent: string; ar: string; en: string }[] };
    const arabic = document.documentElement.lang === "ar";
    mode.replaceChildren(make("option", { value: "-" }, "—"),
      ...book.mode.filter((m) => m.parent === kind.value).map((m) => make("option", { value: m.code }, arabic ? m.ar : m.en)));
  });
}

function help(): void {
  void loadTexts().then(() => {
    const names: [string, string][] = [["A", t("review.accept")], ["R", t("review.reject")], ["S", t("review.save")], ["T", t("filter.type")], ["M", t("filter.mode")], ["X", t("filter.status")], ["N", t("review.skip")], ["U", t("review.undo_last")], ["O", t("review.open")], ["J / K", t("nav.events")], ["/", t("nav.search")]];
    const list = make("dl", { class: "brief-card" });
    for (const [key, what] of names) list.append(make("dt", {}, make("kbd", {}, key)), make("dd", {}, what));
    const close = make("button", { type: "button" }, t("dialog.close"));
    const box = make("dialog", { "aria-label": t("dialog.keys") }, make("h2", {}, t("dialog.keys")), list, close);
    close.addEventListener("click", () => box.close());
    box.addEventListener("close", () => box.remove());
    document.body.append(box);
    box.showModal();
  });
}

/** The arrows go from row to row, Enter opens one. */
function rows(): void {
  for (const table of all("[data-rows]")) {
    const links = all<HTMLAnchorElement>(".row-link", table);
    table.addEventListener("keydown", (event) => {
      const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
      const now = links.indexOf(document.activeElement as HTMLAnchorElement);
      if (!step || now < 0) return;
      event.preventDefault();
      links[now]?.closest("tr")?.classList.remove("at");
      const next = links[Math.max(0, Math.min(links.length - 1, now + step))];
      next?.focus();
      next?.closest("tr")?.classList.add("at");
    });
  }
}

export function keys(): void {
  rows();
  modes();
  document.addEventListener("keydown", (event) => {
    if (writing(event.target) || event.ctrlKey || event.metaKey || event.altKey || one("dialog[open]")) return;
    if (event.key === "/") {
      event.preventDefault();
      one<HTMLInputElement>(".find input")?.focus();
    } else if (event.key === "?") {
      help();
    } else if (one("[data-correct]") && !one(".picker") && REVIEW[event.key.toLowerCase()]?.()) {
      event.preventDefault();
    }
  });
}

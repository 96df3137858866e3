// The reading page: the card of an event beside its text, findings and their words, which marks are shown.
import { all, one, part, writing } from "./dom";
import { marking } from "./mark";

const slot = (): HTMLElement | null => one("#card");

/** Puts the card of an event beside the text. */
export async function showCard(id: string, focus: boolean): Promise<void> {
  const place = slot();
  if (!place) return;
  place.replaceChildren(...(await part(`/event/${id}/card`)));
  place.dataset.now = id;
  chosen(id);
  if (focus) place.focus({ preventScroll: true });
  if (matchMedia("(max-width: 69.99rem)").matches) place.scrollIntoView({ block: "start" });
  derivations(place);
  place.dispatchEvent(new CustomEvent("card", { bubbles: true }));
}

function chosen(id: string): void {
  for (const mark of all(".text .m.event")) mark.classList.toggle("chosen", mark.dataset.event === id);
  for (const link of all(".events-list a")) {
    if (link.dataset.event === id) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

/** The derivation is fetched when it is unfolded. */
export function derivations(within: ParentNode): void {
  for (const details of all<HTMLDetailsElement>("[data-derivation]", within)) {
    details.addEventListener("toggle", async () => {
      const place = one(".slot", details);
      if (details.open && place && !place.dataset.full) {
        place.dataset.full = "yes";
        place.replaceChildren(...(await part(`/event/${details.dataset.derivation}/derivation`)));
      }
    });
  }
}

function legend(page: HTMLElement): void {
  for (const box of all<HTMLInputElement>("[data-legend] input")) {
    box.addEventListener("change", () => page.classList.toggle(`hide-${box.value}`, !box.checked));
  }
}

/** A finding leads to its words, and words to their finding. */
function findings(page: HTMLElement): void {
  for (const item of all("[data-finding]", page)) {
    one<HTMLDetailsElement>("details", item)?.addEventListener("toggle", (event) => {
      const key = item.dataset.finding ?? "";
      if (!(event.target as HTMLDetailsElement).open) return;
      const words = all(".m.finding", page).filter((m) => (m.dataset.keys ?? "").split(" ").includes(key));
      words[0]?.scrollIntoView({ block: "center", behavior: "smooth" });
      for (const m of words) {
        m.classList.remove("flash");
        void m.offsetWidth;
        m.classList.add("flash");
      }
    });
  }
  one(".text", page)?.addEventListener("click", (event) => {
    const mark = (event.target as Element).closest<HTMLElement>(".m.finding:not(.event)");
    const key = (mark?.dataset.keys ?? "").split(" ").find((k) => k.startsWith("f"));
    const details = key ? one<HTMLDetailsElement>(`[data-finding="${key}"] details`, page) : null;
    if (details && getSelection()?.isCollapsed) details.open = true;
  });
}

function picking(page: HTMLElement): void {
  const kept = page.dataset.page;
  const open = (target: Element, event: Event, focus: boolean) => {
    const mark = target.closest<HTMLElement>("[data-event]");
    const id = mark?.dataset.event;
    if (!id || !kept || (event.type === "click" && getSelection()?.isCollapsed === false)) return;
    event.preventDefault();
    void showCard(id, focus);
    history.replaceState(null, "", `/page/${kept}?event=${id}`);
  };
  page.addEventListener("click", (event) => open(event.target as Element, event, false));
  page.addEventListener("keydown", (event) => {
    const target = event.target as Element;
    if ((event.key === "Enter" || event.key === " ") && target.matches(".m.event")) open(target, event, true);
  });
  // j and k go from event to event in the text.
  document.addEventListener("keydown", (event) => {
    if (writing(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = event.key === "j" ? 1 : event.key === "k" ? -1 : 0;
    if (!step) return;
    const stops = all(".text .m.event[tabindex]");
    const now = stops.findIndex((m) => m === document.activeElement || m.classList.contains("chosen"));
    const next = stops[Math.max(0, Math.min(stops.length - 1, now + step))];
    next?.focus();
    next?.scrollIntoView({ block: "center" });
    if (next?.dataset.event && kept) void showCard(next.dataset.event, false);
  });
}

export function reading(): void {
  derivations(document);
  const page = one("[data-reading]");
  if (!page) return;
  legend(page);
  findings(page);
  picking(page);
  const now = new URLSearchParams(location.search).get("event");
  if (now) {
    chosen(now);
    const place = slot();
    if (place) place.dataset.now = now;
  }
  if (page.hasAttribute("data-codes")) marking(page);
}

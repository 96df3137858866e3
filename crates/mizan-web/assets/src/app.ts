// What every page needs: dropping files, progress, names while typing, the reading page, review by keys.
import { completions } from "./complete";
import { intake } from "./intake";
import { reading } from "./article";
import { keys } from "./keys";
import { all, loadTexts, one, say, t } from "./dom";

/** The menu stands open where there is room for it. */
function menu(): void {
  const fold = one<HTMLDetailsElement>(".menu .fold");
  const wide = matchMedia("(min-width: 64rem)");
  const settle = () => {
    if (fold) fold.open = wide.matches;
  };
  wide.addEventListener("change", settle);
  settle();
}

/** A click elsewhere, or Escape, closes what was unfolded over the page. */
function folds(): void {
  const over = ".fold[open], .pick[open]";
  const close = (except: Node | null) => {
    for (const fold of all<HTMLDetailsElement>(over)) {
      const inMenu = fold.closest(".menu") && matchMedia("(min-width: 64rem)").matches;
      if (!inMenu && !(except && fold.contains(except))) fold.open = false;
    }
  };
  document.addEventListener("click", (event) => close(event.target as Node));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close(null);
  });
}

function share(): void {
  for (const button of all("[data-copy]")) {
    button.addEventListener("click", async () => {
      await loadTexts();
      await navigator.clipboard.writeText(location.href).catch(() => undefined);
      say(t("dialog.copied"));
    });
  }
}

menu();
folds();
share();
intake();
completions();
reading();
keys();

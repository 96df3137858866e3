// The first page's form: files dropped on it, and progress of what is read.
import { all, ask, one } from "./dom";

interface Progress {
  stage: string;
  taken: number;
  of: number | null;
  errors: string[];
}

function drop(form: HTMLElement): void {
  const input = one<HTMLInputElement>('input[type="file"]', form);
  const words = one(".drop", form);
  const names = one("[data-names]", form);
  if (!input) return;
  const name = () => {
    if (names) names.textContent = [...(input.files ?? [])].map((f) => f.name).join(" · ");
  };
  input.addEventListener("change", name);
  const over = (on: boolean) => {
    form.classList.toggle("over", on);
    if (words) words.hidden = !on;
  };
  for (const name of ["dragenter", "dragover"]) {
    form.addEventListener(name, (event) => {
      event.preventDefault();
      over(true);
    });
  }
  form.addEventListener("dragleave", (event) => {
    if (!form.contains(event.relatedTarget as Node | null)) over(false);
  });
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    over(false);
    const files = event.dataTransfer?.files;
    if (files?.length) {
      input.files = files;
      name();
    }
  });
}

/** Asks how far a job has come until it is over, then shows its page anew. */
function watch(section: HTMLElement): void {
  if (section.dataset.over === "true") return;
  const bar = one<HTMLProgressElement>("progress", section);
  const look = async () => {
    try {
      const now = await ask<Progress>(`/api/v1/jobs/${section.dataset.job}`);
      if (bar && now.of) {
        bar.max = now.of;
        bar.value = now.taken;
      }
      if (now.stage === "done" || now.stage === "failed") {
        location.reload();
        return;
      }
    } catch {
      // The server may be busy; ask again.
    }
    setTimeout(look, 700);
  };
  setTimeout(look, 300);
}

export function intake(): void {
  all("[data-drop]").forEach(drop);
  all("[data-job]").forEach(watch);
}

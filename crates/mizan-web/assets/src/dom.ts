// What all scripts share: finding and making elements, asking the server, texts in the reader's language.

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export const one = <T extends Element = HTMLElement>(selector: string, within: ParentNode = document): T | null =>
  within.querySelector<T>(selector);
export const all = <T extends Element = HTMLElement>(selector: string, within: ParentNode = document): T[] =>
  [...within.querySelectorAll<T>(selector)];

/** Makes an element; text becomes text, never markup. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

export const lang = document.documentElement.lang === "en" ? "en" : "ar";
export const rtl = document.documentElement.dir === "rtl";
const csrf = one<HTMLMetaElement>('meta[name="csrf"]')?.content ?? "";

/** Asks the server; an error of its own comes as its words. */
export async function ask<T>(url: string, body?: unknown): Promise<T> {
  const options: RequestInit = { headers: { accept: "application/json", "accept-language": lang } };
  if (body !== undefined) {
    options.method = "POST";
    options.headers = { "content-type": "application/json", "x-mizan-csrf": csrf };
    options.body = JSON.stringify(body);
  }
  const answer = await fetch(url, options);
  const value: unknown = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error((value as { detail?: string }).detail || `HTTP ${answer.status}`);
  return value as T;
}

/** A part of a page of ours, as nodes: the server has escaped what is in it, and the policy runs no script of it. */
export async function part(url: string): Promise<Node[]> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
  return [...parsed.body.childNodes];
}

let texts: Record<string, string> = {};
let loading: Promise<void> | undefined;

/** Loads the interface's texts, once. */
export function loadTexts(): Promise<void> {
  loading ??= fetch(`/texts/${lang}`)
    .then((answer) => answer.json())
    .then((all: Record<string, string>) => void (texts = all));
  return loading;
}
export const t = (key: string): string => texts[key] ?? key;
export const word = (list: string, name: string): string => texts[`${list}.${name}`] ?? name;

/** Says something where it is seen and heard. */
export function say(words: string, bad = false): void {
  const live = one("#live");
  if (live) live.textContent = words;
  one(".toast")?.remove();
  const toast = make("div", { class: bad ? "toast bad" : "toast", role: bad ? "alert" : "status" }, words);
  document.body.append(toast);
  setTimeout(() => toast.remove(), bad ? 8000 : 3000);
}

/** Does a person write here, so that keys are letters? */
export const writing = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]") !== null;

/** Downloads bytes under a name. */
export function download(name: string, bytes: Blob): void {
  const url = URL.createObjectURL(bytes);
  const link = make("a", { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 5000);
}

/** A colour of the style sheet. */
export const colour = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

// Keys: every element with `data-shortcut="g t"` can be reached by typing it outside a field; `?` lists them all.
// They can be switched off, because speech input types letters too (WCAG 2.1.4).
const OFF = "alongside:keys-off";
const PAUSE = 1000;
const dialog = document.getElementById("shortcuts");
const toggle = dialog?.querySelector("[data-shortcut-switch]");
const remembered = (act, fallback) => { try { return act(localStorage); } catch { return fallback; } };
let typed = "";
let last = 0;

const isVisible = (element) => element.checkVisibility();
const reachable = () => [...document.querySelectorAll("[data-shortcut]")].filter(isVisible);
const isTyping = (target) => target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");

function listed(element) {
  const name = document.createElement("dt");
  name.textContent = element.dataset.shortcutLabel ?? element.ariaLabel ?? element.textContent.trim();
  const keys = document.createElement("dd");
  for (const key of element.dataset.shortcut.split(" ")) {
    const cap = document.createElement("kbd");
    cap.textContent = key;
    keys.append(cap, " ");
  }
  keys.dataset.listed = name.dataset.listed = "";
  return [name, keys];
}

function fillList() {
  const list = dialog.querySelector("[data-shortcut-list]");
  list.querySelectorAll("[data-listed]").forEach((old) => old.remove());
  list.append(...reachable().flatMap(listed));
  toggle.checked = !remembered((store) => store.getItem(OFF));
}

function reach(element) {
  if (element.matches("input, textarea, select")) return element.focus();
  element.focus();
  element.click();
}

function onKey(event) {
  const withOthers = event.ctrlKey || event.metaKey || event.altKey;
  if (withOthers || event.key.length > 1 || isTyping(event.target) || document.querySelector("dialog[open]")) return;
  if (remembered((store) => store.getItem(OFF))) return;
  typed = event.timeStamp - last < PAUSE ? `${typed} ${event.key}` : event.key;
  last = event.timeStamp;
  if (event.key === "?") {
    event.preventDefault();
    fillList();
    return dialog.showModal();
  }
  const found = reachable().find(({ dataset }) => ` ${typed}`.endsWith(` ${dataset.shortcut}`));
  if (!found) return;
  event.preventDefault();
  typed = "";
  reach(found);
}

if (dialog) {
  document.addEventListener("keydown", onKey);
  dialog.addEventListener("alongside:open", fillList);
  toggle.addEventListener("change", () => remembered((store) => toggle.checked ? store.removeItem(OFF) : store.setItem(OFF, "1")));
}

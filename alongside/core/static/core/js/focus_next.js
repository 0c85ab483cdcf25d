// An answer may take away the line in which somebody was with the keyboard. The focus goes to the same button of the
// next line, else of the one before, else to the heading of the part; never to a button that does something else.
// "The same" is the first word of the id: leave-7, leave-9.
let left = null;
const kindOf = (element) => (element.id || element.closest("details")?.querySelector("summary").id || "").split("-")[0];

function focus(element) {
  element.focus({ preventScroll: element.matches("h2") });
  return element === document.activeElement;
}

function nearest({ kind, lines }) {
  const buttons = lines.map((id) => kind && document.getElementById(id)?.querySelector(`[id^="${kind}-"]`));
  return buttons.find((button) => button && focus(button));
}

document.addEventListener("htmx:beforeSwap", ({ detail: { target } }) => {
  const was = document.activeElement;
  left = null;
  if (!target.contains(was)) return;
  const lines = [...target.querySelectorAll("li[id]")].map((line) => line.id);
  const place = lines.indexOf(was.closest("li[id]")?.id);
  const near = [...lines.slice(Math.max(place, 0)), ...lines.slice(0, Math.max(place, 0)).reverse()];
  left = { part: target.id, kind: kindOf(was), lines: place < 0 ? [] : near };
});

document.addEventListener("htmx:afterSwap", () => {
  if (!left || document.activeElement !== document.body || nearest(left)) return;
  const heading = document.getElementById(left.part)?.querySelector("h2");
  if (!heading) return;
  heading.tabIndex = -1;
  focus(heading);
});

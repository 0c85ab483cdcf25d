// The chart: a branch that has come opens and closes in place; arrow keys walk what is open.
const chart = document.querySelector("[data-chart]");

const branchOf = (toggle) => document.getElementById(toggle.dataset.branch);
const isOpen = (toggle) => toggle.getAttribute("aria-expanded") === "true";

function show(toggle, open) {
  toggle.setAttribute("aria-expanded", String(open));
  branchOf(toggle).hidden = !open;
}

// What has not come yet is fetched by htmx at the first press; from then on a press opens and closes.
function press(toggle, event) {
  if (event.metaKey || event.ctrlKey || event.shiftKey) return;
  if (!branchOf(toggle).childElementCount) return;
  event.preventDefault();
  show(toggle, !isOpen(toggle));
}

const stops = () => [...chart.querySelectorAll(".place-row")]
  .filter((row) => row.checkVisibility())
  .map((row) => row.querySelector("a.place-toggle, a.place-name"))
  .filter(Boolean);

function step(from, distance) {
  const all = stops();
  const row = from.closest(".place-row");
  const here = all.findIndex((stop) => stop.closest(".place-row") === row);
  all[Math.min(all.length - 1, Math.max(0, here + distance))]?.focus();
}

function walk(event) {
  const from = event.target.closest(".place-row");
  if (!from || event.altKey || event.metaKey || event.ctrlKey) return;
  const toggle = from.querySelector("a.place-toggle");
  const forward = document.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
  const back = document.dir === "rtl" ? "ArrowRight" : "ArrowLeft";
  const moves = {
    ArrowDown: () => step(from, 1),
    ArrowUp: () => step(from, -1),
    [forward]: () => (toggle && !isOpen(toggle) ? toggle.click() : step(from, 1)),
    [back]: () => {
      if (toggle && isOpen(toggle)) show(toggle, false);
      else from.closest(".place-branch")?.closest(".place").querySelector("a.place-toggle")?.focus();
    },
  };
  if (!moves[event.key]) return;
  event.preventDefault();
  moves[event.key]();
}

if (chart) {
  chart.addEventListener("click", (event) => {
    const toggle = event.target.closest("a.place-toggle");
    if (toggle) press(toggle, event);
  });
  chart.addEventListener("keydown", walk);
  chart.addEventListener("htmx:afterSwap", (event) => {
    const toggle = chart.querySelector(`[data-branch="${event.target.id}"]`);
    if (toggle) show(toggle, true);
  });
  document.querySelector(".place.found")?.scrollIntoView({ block: "center" });
}

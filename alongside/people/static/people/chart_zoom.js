// The chart in four sizes, so that more or less of it fits: buttons, + and - and 0, kept for the session.
const KEPT = "alongside:chart-zoom";
const SIZES = ["names", "small", "usual", "large"];
const USUAL = 2;
const chart = document.querySelector("[data-chart]");
const tools = document.querySelector("[data-zoom-tools]");

const kept = (act) => { try { return act(sessionStorage); } catch { return null; } };
const current = () => SIZES.indexOf(chart.dataset.zoom);

function draw(size) {
  chart.dataset.zoom = SIZES.at(size);
}

// The seat one stands on, or the one that was asked for, stays in the window.
function stay() {
  const row = document.activeElement.closest(".place-row") ?? chart.querySelector(".place.found > .place-row");
  row?.scrollIntoView({ block: "nearest" });
}

function choose(size) {
  const chosen = Math.min(SIZES.length - 1, Math.max(0, size));
  draw(chosen);
  kept((store) => store.setItem(KEPT, SIZES.at(chosen)));
  tell();
  stay();
}

function tell() {
  const size = current();
  tools.querySelector("[data-zoom=smaller]").ariaDisabled = String(size === 0);
  tools.querySelector("[data-zoom=larger]").ariaDisabled = String(size === SIZES.length - 1);
  tools.querySelectorAll("[data-zoom-name]").forEach((name) => { name.hidden = name.dataset.zoomName !== chart.dataset.zoom; });
}

// The largest size at which what is open fits into the window; names alone where nothing does.
function fit() {
  let size = SIZES.length - 1;
  for (draw(size); size > 0 && chart.offsetHeight > window.innerHeight; size -= 1) draw(size - 1);
  choose(size);
  if (!document.activeElement.closest(".place-row")) chart.scrollIntoView({ block: "nearest" });
}

function press(wanted) {
  if (wanted === "fit") fit();
  else choose(current() + (wanted === "larger" ? 1 : -1));
}

// Within the chart the keys leave one where one is; elsewhere core/js/shortcuts.js presses the button.
function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const wanted = new Map([["+", "larger"], ["-", "smaller"], ["0", "fit"]]).get(event.key);
  if (!wanted) return;
  event.preventDefault();
  event.stopPropagation();
  press(wanted);
}

if (chart && tools) {
  const size = SIZES.indexOf(kept((store) => store.getItem(KEPT)));
  draw(size < 0 ? USUAL : size);
  tools.hidden = false;
  tell();
  if (size >= 0) chart.querySelector(".place.found")?.scrollIntoView({ block: "center" });
  tools.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) press(button.dataset.zoom);
  });
  chart.addEventListener("keydown", onKey);
}

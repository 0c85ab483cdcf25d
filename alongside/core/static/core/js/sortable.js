// Lists in an order that people choose. `data-sortable="form-id"` on the list names the form that holds the hidden
// `order` inputs of its items; after each move that form is sent. By drag, by arrow keys on the grip, by two buttons.
const IDLE = 700;
const itemOf = (element) => element.closest("[data-sortable-item]");
const listOf = (item) => item.closest("[data-sortable]");
const itemsOf = (list) => [...list.querySelectorAll("[data-sortable-item]")];
const timers = new WeakMap();
let drag = null;

function send(list) {
  clearTimeout(timers.get(list));
  if (!timers.delete(list)) return;
  const form = document.getElementById(list.dataset.sortable);
  // The page shows the order already and is not replaced, so each sending is a press of its own.
  if (form.elements.once) form.elements.once.value = `${performance.timeOrigin}-${performance.now()}`;
  form.requestSubmit();
}

function placed(item, wait) {
  const list = listOf(item);
  const items = itemsOf(list);
  const place = items.indexOf(item) + 1;
  const words = list.dataset.sortableSaid.replace("{place}", place).replace("{count}", items.length);
  document.dispatchEvent(new CustomEvent("alongside:say", { detail: words }));
  clearTimeout(timers.get(list));
  timers.set(list, setTimeout(() => send(list), wait));
}

function step(item, down) {
  const items = itemsOf(listOf(item));
  const neighbour = items[items.indexOf(item) + (down ? 1 : -1)];
  if (!neighbour) return;
  const focused = document.activeElement;
  down ? neighbour.after(item) : neighbour.before(item);
  focused.focus();
  placed(item, IDLE);
}

document.addEventListener("keydown", (event) => {
  const grip = event.target.closest("[data-sortable-grip]");
  if (!grip || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
  event.preventDefault();
  step(itemOf(grip), event.key === "ArrowDown");
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-sortable-step]");
  const grip = event.target.closest("[data-sortable-grip]");
  if (grip && !drag?.moved) grip.ariaExpanded = String(itemOf(grip).classList.toggle("arranging"));
  if (!button) return;
  event.preventDefault();
  step(itemOf(button), button.dataset.sortableStep === "down");
});

document.addEventListener("pointerdown", (event) => {
  const grip = event.button === 0 && event.target.closest("[data-sortable-grip]");
  drag = grip ? { item: itemOf(grip), from: event.clientY, moved: false } : null;
});
document.addEventListener("pointermove", (event) => {
  if (!drag?.item || (!drag.moved && Math.abs(event.clientY - drag.from) < 5)) return;
  drag.moved = true;
  drag.item.classList.add("moving");
  const others = itemsOf(listOf(drag.item)).filter((item) => item !== drag.item);
  const middle = (item) => item.getBoundingClientRect().top + item.offsetHeight / 2;
  const next = others.find((item) => event.clientY < middle(item));
  const already = next ? drag.item.nextElementSibling === next : others.at(-1)?.nextElementSibling === drag.item;
  if (!already) next ? next.before(drag.item) : others.at(-1)?.after(drag.item);
});
const drop = () => {
  if (!drag?.moved || !drag.item) return;
  drag.item.classList.remove("moving");
  placed(drag.item, 0);
  drag.item = null;
};
document.addEventListener("pointerup", drop);
document.addEventListener("pointercancel", drop);

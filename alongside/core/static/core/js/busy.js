// A press answers at once: the button shows that it waits, and a second press does nothing until the answer is there.
// `data-no-wait` on a form leaves it out (downloads, which never leave the page).
const waiting = new Map(); // request -> button

const wait = (button) => button?.setAttribute("aria-busy", "true");
const rest = (button) => button?.removeAttribute("aria-busy");

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.matches("[data-no-wait], [method='dialog']")) return;
  if (form.dataset.waiting) return event.preventDefault();
  form.dataset.waiting = "yes";
  wait(event.submitter);
});

document.addEventListener("htmx:beforeRequest", (event) => {
  const { xhr, requestConfig, elt } = event.detail;
  const button = requestConfig.triggeringEvent?.submitter ?? elt.closest("button, a");
  waiting.set(xhr, button);
  wait(button);
});

document.addEventListener("htmx:afterRequest", (event) => {
  rest(waiting.get(event.detail.xhr));
  waiting.delete(event.detail.xhr);
});

// Coming back to a page that the browser kept: nothing waits any more.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  document.querySelectorAll("[aria-busy]").forEach(rest);
  document.querySelectorAll("form[data-waiting]").forEach((form) => delete form.dataset.waiting);
});

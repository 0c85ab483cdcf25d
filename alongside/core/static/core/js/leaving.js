// The browser asks before words go that can't be kept as a draft: sensitive forms, or a device that stores nothing.
const changed = new Set();
const isKept = (field) => document.documentElement.dataset.drafts === "on" && !field.closest("[data-sensitive]") &&
  (field.closest("[data-draft]") || field.form?.matches("[data-draft]"));

document.addEventListener("input", ({ target }) => {
  const form = target.form;
  if (form?.matches("[data-draft], [data-sensitive]") && !isKept(target)) changed.add(form);
});
document.addEventListener("submit", (event) => changed.delete(event.target));
document.addEventListener("reset", (event) => changed.delete(event.target));
addEventListener("beforeunload", (event) => {
  if ([...changed].some((form) => form.isConnected)) event.preventDefault();
});

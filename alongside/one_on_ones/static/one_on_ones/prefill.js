// "Agree on an action" from a topic: its words go into the form of the action, which opens and takes the focus.
// Without scripts the link loads the page with the words in place.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-prefill]");
  const field = link && document.querySelector(link.dataset.prefill);
  if (!field) return;
  event.preventDefault();
  link.closest("details").open = false;
  document.getElementById(link.dataset.prefillOpens).open = true;
  if (!field.value.trim()) field.value = link.dataset.prefillWords;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
});

// `data-print` prints the page. Without scripts the button stays hidden, and the words beside it say what to do.
document.querySelectorAll("[data-print][hidden]").forEach((button) => (button.hidden = false));
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

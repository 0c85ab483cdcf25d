// `data-print` opens the print dialog; without scripts there is no such button, and the browser's own way is there.
const ready = () => document.querySelectorAll("[data-print][hidden]").forEach((button) => (button.hidden = false));

ready();
document.addEventListener("htmx:load", ready);
document.addEventListener("click", ({ target }) => target.closest("[data-print]") && print());

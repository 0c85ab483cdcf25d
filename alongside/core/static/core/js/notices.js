// Notices can be closed, and a request that got no readable answer is told in words.
const area = document.getElementById("notices");
const readyToClose = () => document.querySelectorAll("[data-close][hidden]").forEach((button) => (button.hidden = false));

function tellNoAnswer() {
  const words = document.querySelector("[data-template=no-answer]").content.cloneNode(true);
  area.replaceChildren(words);
  readyToClose();
}

readyToClose();
document.addEventListener("htmx:load", readyToClose);
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-close]");
  if (!button) return;
  button.closest("[data-closes]").remove();
  document.getElementById("main").focus({ preventScroll: true });
});
document.addEventListener("htmx:sendError", tellNoAnswer);
document.addEventListener("htmx:timeout", tellNoAnswer);
// The fragment `.problem` of an error page lands in the notice area; a proxy's page has none.
document.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (detail.xhr.status >= 400 && detail.target === area && !area.childElementCount) tellNoAnswer();
});

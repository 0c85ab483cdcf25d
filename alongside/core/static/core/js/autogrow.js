// Text areas grow with the words. Browsers that know `field-sizing` do it alone; this is for the others.
const grow = (area) => {
  area.style.blockSize = "auto";
  area.style.blockSize = `${area.scrollHeight + area.offsetHeight - area.clientHeight}px`;
};
const growAll = (root) => root.querySelectorAll("textarea").forEach(grow);

if (!CSS.supports("field-sizing", "content")) {
  growAll(document);
  document.addEventListener("htmx:load", (event) => growAll(event.target));
  document.addEventListener("input", (event) => event.target.matches("textarea") && grow(event.target));
}

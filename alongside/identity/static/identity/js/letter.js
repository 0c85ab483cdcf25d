// The square on the letter carries number and code behind the "#", which never leaves the browser.
const form = document.querySelector("[data-letter]");
const said = new URLSearchParams(location.hash.slice(1));
for (const name of ["number", "code"]) {
  const field = form.elements[name];
  if (said.get(name) && !field.value) field.value = said.get(name);
}
if (location.hash) history.replaceState(null, "", location.pathname);

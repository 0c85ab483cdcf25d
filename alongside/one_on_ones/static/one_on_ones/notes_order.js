// The order of notes is one for both. What is moved here is sent by `sortable.js`; what the other moved comes in here.
const notes = document.querySelector("[data-notes-since]")?.closest("[data-notes]");
const list = notes?.querySelector("[data-notes-list]");
const nameOf = (note) => note.dataset.note;
const inList = () => [...list.querySelectorAll("li[data-note]")];
let said = notes ? inList().map(nameOf) : []; // by the server, last
let sent = said;

// The note that has the caret stays where it is in the document, or the caret would be lost; the others move.
function putInOrder(here, wanted) {
  if (here.every((note, place) => note === wanted[place])) return;
  const fixed = Math.max(0, wanted.findIndex((note) => note.matches(":focus-within")));
  wanted.slice(0, fixed).forEach((note) => wanted[fixed].before(note));
  wanted.slice(fixed + 1).reverse().forEach((note) => wanted[fixed].after(note));
}

function take(names) {
  const here = inList().filter((note) => names.includes(nameOf(note)));
  const untouched = [...new Set([...said, ...names])].filter((name) => names.includes(name));
  // An order that was changed here and is not sent yet stays.
  if (here.some((note, place) => nameOf(note) !== untouched[place])) return;
  said = names;
  putInOrder(here, names.map((name) => here.find((note) => nameOf(note) === name)));
}

if (notes) {
  document.addEventListener("alongside:notes-order", ({ detail }) => take(detail));
  document.addEventListener("submit", ({ target }) => {
    if (target.id !== "notes-order") return;
    sent = inList().map(nameOf);
  }, true);
  document.addEventListener("htmx:afterRequest", ({ target, detail }) => {
    if (target.id === "notes-order" && detail.successful) said = sent;
  });
}

// Removing a note: what was typed is saved first, so that bringing it back brings everything back.
const notes = document.querySelector("[data-notes-since]")?.closest("[data-notes]");
const PLACE_OF_NAME = "00000000-0000-4000-8000-000000000000";
const tell = (note, name, detail) => note.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
const isClean = (note) => note.querySelector("textarea").value === note.state.known && !note.state.sent;

function offerBack(note) {
  const offer = notes.querySelector("[data-note-template=removed]").content.cloneNode(true);
  const form = offer.querySelector("form");
  form.setAttribute("action", form.getAttribute("action").replace(PLACE_OF_NAME, note.dataset.note));
  notes.querySelector("[data-notes-removed]").append(offer);
  note.remove();
  notes.querySelector("[data-notes-removed]").lastElementChild.querySelector("button").focus();
}

async function remove(note) {
  const form = note.querySelector("[data-note-removal]");
  form.elements.version.value = note.state.version;
  const sent = { method: "POST", body: new FormData(form), redirect: "manual", headers: { "HX-Request": "true" } };
  const answer = await fetch(form.action, sent).catch(() => null);
  if (answer?.type === "opaqueredirect") return offerBack(note);
  tell(note, "alongside:notes-ask");
  tell(note, "alongside:note-status", { status: "saved", words: notes.dataset.notRemoved });
}

function wish(note) {
  note.state.isUnwanted = false;
  if (note.state.version === 0 && isClean(note)) return note.remove();
  if (isClean(note)) return remove(note);
  note.state.isUnwanted = true;
  tell(note, "alongside:note-due");
}

if (notes) {
  notes.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-note-removal]")) return;
    event.preventDefault();
    wish(event.target.closest("[data-note]"));
  });
  notes.addEventListener("alongside:note-settled", ({ target }) => target.state.isUnwanted && wish(target));
}

// Notes come into the page: by a button, from the other one, or from this device.
const notes = document.querySelector("[data-notes-since]")?.closest("[data-notes]");
const PLACE_OF_NAME = "00000000-0000-4000-8000-000000000000";
const tell = (target, name) => target.dispatchEvent(new CustomEvent(name, { bubbles: true }));

// Not crypto.randomUUID: it is missing where a company serves pages over plain http.
function freshName() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

function listFor(meeting) {
  if (!meeting) return notes.querySelector("[data-notes-list]");
  const elsewhere = notes.querySelector("[data-notes-elsewhere]");
  elsewhere.hidden = false;
  return elsewhere.querySelector("ol");
}

// The page's own template, copied as elements: the name goes into attributes, and nothing is ever read as HTML.
function copyOf(pattern, id) {
  const copy = pattern.content.cloneNode(true);
  for (const part of copy.querySelectorAll("*")) {
    for (const attribute of part.attributes) attribute.value = attribute.value.replaceAll(PLACE_OF_NAME, id);
  }
  return copy;
}

function add({ id, visibility, isElsewhere, meeting }) {
  const note = copyOf(notes.querySelector(`[data-note-template="${visibility}"]`), id).querySelector("li");
  if (isElsewhere) note.dataset.meeting = meeting;
  listFor(isElsewhere && meeting).append(note);
  tell(note, "alongside:note-begun");
  return note;
}

// An earlier meeting's note is here only until it is sent.
function leave(note) {
  const elsewhere = note.closest("[data-notes-elsewhere]");
  if (!elsewhere) return;
  note.remove();
  elsewhere.hidden = !elsewhere.querySelector("li");
}

if (notes) {
  document.addEventListener("alongside:note-wanted", ({ detail }) => { detail.note = add(detail); });
  document.addEventListener("alongside:note-settled", ({ target }) => leave(target));
  notes.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-note-add]");
    if (button) add({ id: freshName(), visibility: button.dataset.noteAdd }).querySelector("textarea").focus();
  });
  // One empty place to write in where nothing is written; it becomes a note with its first word.
  document.addEventListener("alongside:notes-ready", () => {
    notes.querySelector("[data-notes-adding]").hidden = false;
    if (notes.querySelector("[data-notes-list] li")) return;
    add({ id: freshName(), visibility: "shared" }).dataset.isSpare = "yes";
  });
}

// What is typed into notes stays on this device, for this person, until the server has it; it comes back after a
// reload, with the change that was on its way. `drafts_end.js` removes it at sign-out: the name begins as drafts do.
// Each note holds `note.state`: the version and text the server was last known to have (`version`, `known`), what the
// typed text descends from if that is something else (`base`), and the change on its way (`sent`: key, base, text).
const notes = document.querySelector("[data-notes-since]")?.closest("[data-notes]");
const { person, draftStore } = document.body.dataset;
const prefix = `alongside:draft:${person}:note:${notes?.dataset.series}:`;
const areaOf = (note) => note.querySelector("textarea");
let store = usable(draftStore === "session" ? "sessionStorage" : "localStorage");

function usable(name) {
  if (!person || draftStore === "none") return null;
  try {
    window[name].setItem("alongside:probe", "1");
    return window[name];
  } catch {
    return null; // No storage, or a full one.
  }
}

function begin(note) {
  note.state ??= { version: Number(note.dataset.version), known: areaOf(note).defaultValue, base: "", sent: null };
}

function keep(note) {
  const { state } = note;
  const text = areaOf(note).value;
  const key = prefix + note.dataset.note;
  const isDone = text === state.known && !state.sent;
  if (isDone) state.base = "";
  try {
    if (!store) throw new Error("no storage");
    if (isDone) return store.removeItem(key);
    const { meeting, visibility } = { meeting: note.dataset.meeting ?? notes.dataset.meeting, ...note.dataset };
    const base = state.base || String(state.version);
    store.setItem(key, JSON.stringify({ at: Date.now(), meeting, visibility, base, text, sent: state.sent }));
    state.isUnkept = false;
  } catch {
    state.isUnkept = !isDone;
  }
}

function bringBack(key) {
  const { meeting, visibility, base, text, sent } = JSON.parse(store.getItem(key));
  const id = key.slice(prefix.length);
  let note = notes.querySelector(`[data-note="${id}"]`);
  if (!note) {
    const wanted = { id, visibility, isElsewhere: meeting !== notes.dataset.meeting, meeting };
    document.dispatchEvent(new CustomEvent("alongside:note-wanted", { detail: wanted }));
    ({ note } = wanted);
  }
  areaOf(note).value = text;
  Object.assign(note.state, { base: base === String(note.state.version) ? "" : base, sent });
  keep(note);
  note.dispatchEvent(new CustomEvent("alongside:note-due", { bubbles: true }));
}

if (notes) {
  document.addEventListener("alongside:note-begun", ({ target }) => begin(target));
  document.addEventListener("alongside:note-state", ({ target }) => keep(target));
  document.addEventListener("input", ({ target }) => {
    const note = target.closest("[data-note]");
    if (note?.state) keep(note);
  });
  document.addEventListener("submit", (event) => {
    // From here on nothing is written any more: a page that is about to go still tries to send.
    if (event.target.matches("[data-sign-out]") && !event.defaultPrevented) store = null;
  });
  notes.querySelectorAll("li[data-note]").forEach(begin);
  if (store) Object.keys(store).filter((key) => key.startsWith(prefix)).forEach(bringBack);
  notes.dispatchEvent(new CustomEvent("alongside:notes-ready", { bubbles: true }));
}

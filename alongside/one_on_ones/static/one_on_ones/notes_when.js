// When notes are sent: after a short pause in typing, at the latest after some seconds of it, when the connection or
// the person comes back, and before the page goes out of sight. Never in the middle of a composed character.
const notes = document.querySelector("[data-notes-since]")?.closest("[data-notes]");
const PAUSE = 600;
const LONGEST = 3_000;
const all = () => [...notes.querySelectorAll("li[data-note]")].filter((note) => note.state);
const noteOf = ({ target }) => target.closest?.("[data-note]");
const due = (note) => note.dispatchEvent(new CustomEvent("alongside:note-due", { bubbles: true }));

function now(note) {
  note.state.typedSince = null;
  due(note);
}

function soon(note) {
  const { state } = note;
  if (state.failures) return; // Tried already; what was typed goes with the next change.
  state.typedSince ??= performance.now();
  clearTimeout(state.timer);
  state.timer = setTimeout(now, Math.min(PAUSE, Math.max(0, state.typedSince + LONGEST - performance.now())), note);
}

if (notes) {
  document.addEventListener("input", (event) => noteOf(event)?.state && soon(noteOf(event)));
  notes.addEventListener("compositionstart", (event) => { noteOf(event).state.isComposing = true; });
  notes.addEventListener("compositionend", (event) => {
    noteOf(event).state.isComposing = false;
    soon(noteOf(event));
  });
  notes.addEventListener("focusout", (event) => noteOf(event)?.state && due(noteOf(event)));
  addEventListener("online", () => all().forEach(due));
  document.addEventListener("visibilitychange", () => all().forEach(due));
  // Plain saving would load the page anew; it is for pages without scripts.
  notes.addEventListener("submit", (event) => {
    if (!event.target.matches("li > form.words")) return;
    event.preventDefault();
    due(noteOf(event));
  });
}

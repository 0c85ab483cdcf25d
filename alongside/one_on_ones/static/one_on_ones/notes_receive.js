// Asks for what the other one wrote: often while something happens, rarely in quiet times, never out of sight.
const notes = document.querySelector("[data-notes-since]")?.closest("[data-notes]");
const SOONEST = 2_000;
const LATEST = 20_000;
const list = notes?.querySelector("[data-notes-list]");
const areaOf = (note) => note.querySelector("textarea");
const inList = () => [...list.querySelectorAll("li[data-note]")];
const isQuiet = ({ state }, area) => area.value === state.known && !state.sent && !state.isComposing;
let mark = notes?.querySelector("[data-notes-since]").dataset.notesSince;
const nameOf = (note) => note.dataset.note;
let [wait, timer, isAsking] = [SOONEST, 0, false];

function newNote({ id, visibility }) {
  const wanted = { id, visibility };
  document.dispatchEvent(new CustomEvent("alongside:note-wanted", { detail: wanted }));
  // The empty place that waits for a first note is not needed any more; what is not saved yet stays below.
  const unsaved = inList().filter((one) => one !== wanted.note && one.state.version === 0 && !one.state.savedAt);
  unsaved.filter((one) => one.dataset.isSpare && isQuiet(one, areaOf(one)) && !one.matches(":focus-within"))
    .forEach((one) => one.remove());
  unsaved.find((one) => one.isConnected)?.before(wanted.note);
  return wanted.note;
}

// A note in which somebody types here is left alone: its next answer brings the other's words.
function take(block) {
  const note = inList().find((one) => nameOf(one) === block.id) ?? newNote(block);
  if (block.version <= note.state.version || !isQuiet(note, areaOf(note))) return;
  note.dispatchEvent(new CustomEvent("alongside:note-text", { bubbles: true, detail: block.text }));
  Object.assign(note.state, { version: block.version, known: block.text });
}

function takeAll({ since, csrf, blocks }, askedAt) {
  notes.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((field) => { field.value = csrf; });
  const names = blocks.map((block) => block.id);
  const isGone = (note) => !names.includes(nameOf(note)) && note.state.version > 0 && isQuiet(note, areaOf(note));
  inList().filter((note) => isGone(note) && !(note.state.savedAt > askedAt)).forEach((note) => note.remove());
  blocks.forEach(take);
  notes.dispatchEvent(new CustomEvent("alongside:notes-order", { bubbles: true, detail: names }));
  mark = since;
}

async function ask() {
  clearTimeout(timer);
  if (document.hidden || isAsking) return;
  isAsking = true;
  const asked = new URLSearchParams({ meeting: notes.dataset.meeting, person: document.body.dataset.person, since: mark });
  const headers = { "HX-Request": "true", "HX-Current-URL": location.href };
  const askedAt = performance.now();
  const answer = await fetch(`${notes.dataset.notes}?${asked}`, { headers }).catch(() => null);
  const body = answer?.status === 200 ? await answer.json().catch(() => null) : null;
  isAsking = false;
  if (body) takeAll(body, askedAt);
  wait = body ? SOONEST : Math.min(LATEST, wait * 1.25);
  timer = setTimeout(ask, wait);
}

if (notes) {
  const soon = () => { wait = SOONEST; ask(); };
  document.addEventListener("alongside:notes-ask", () => { mark = ""; soon(); });
  document.addEventListener("visibilitychange", soon);
  addEventListener("online", soon);
  notes.addEventListener("focusin", soon);
  notes.addEventListener("alongside:note-settled", () => { wait = SOONEST; });
  timer = setTimeout(ask, SOONEST);
}

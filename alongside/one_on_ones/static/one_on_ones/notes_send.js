// Sends what was typed into notes: after a short pause, one change at a time, the same one until an answer comes.
// The server merges; the answer is shown when nothing was typed since, otherwise the next change says what it began from.
const notes = document.querySelector("[data-notes-since]")?.closest("[data-notes]");
const PAUSE = 600;
const LONGEST_WAIT = 60_000;
const NO_ANSWER = 20_000;
const LARGEST_LAST = 30_000; // browsers let little outlive its page
const areaOf = (note) => note.querySelector("textarea");
const tell = (note, name, detail) => note.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
const is = (note, status, detail) => tell(note, "alongside:note-status", { status, ...detail });
const freshKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16)).join("-");
const isClean = ({ state }, area) => area.value === state.known && !state.sent;

function put(note) {
  const { meeting, visibility } = { meeting: notes.dataset.meeting, ...note.dataset };
  const body = { ...note.state.sent, person: Number(document.body.dataset.person), meeting: Number(meeting), visibility };
  const headers = { "Content-Type": "application/json", "HX-Request": "true", "HX-Current-URL": location.href };
  headers["X-CSRFToken"] = notes.querySelector("[name=csrfmiddlewaretoken]").value;
  const options = { method: "PUT", headers, body: JSON.stringify(body), signal: AbortSignal.timeout(NO_ANSWER) };
  options.keepalive = document.hidden && options.body.length < LARGEST_LAST;
  return fetch(`${notes.dataset.notes}${note.dataset.note}/`, options);
}

async function send(note) {
  const { state } = note;
  const area = areaOf(note);
  clearTimeout(state.timer);
  if (state.isUnderway || state.isComposing) return;
  if (isClean(note, area)) return state.status && is(note, "saved");
  state.sent ??= { key: freshKey(), base: state.base || String(state.version), text: area.value };
  tell(note, "alongside:note-state");
  is(note, state.failures ? state.status : "saving");
  state.isUnderway = true;
  const answer = await put(note).catch(() => null);
  const body = await answer?.json().catch(() => null);
  state.isUnderway = false;
  if (answer?.status === 200 && body) return taken(note, area, body);
  const isRefused = answer?.status === 404 || (answer?.status >= 400 && answer.status < 500 && body?.detail);
  if (isRefused) return refused(note, body);
  if (answer?.status === 403) tell(note, "alongside:notes-ask"); // an old token; the next answer brings a new one
  const signIn = answer?.status === 401 && answer.headers.get("HX-Redirect");
  is(note, signIn ? "signin" : "kept", { signIn });
  state.failures = (state.failures ?? 0) + 1;
  state.timer = setTimeout(send, Math.min(LONGEST_WAIT, 1_000 * 2 ** Math.min(state.failures, 6)), note);
}

function taken(note, area, { version, text }) {
  const { state } = note;
  const isAsSent = area.value === state.sent.text && !state.isComposing;
  const base = isAsSent ? "" : `k:${state.sent.key}`;
  if (isAsSent) tell(note, "alongside:note-text", text);
  Object.assign(state, { version, known: text, base, sent: null, failures: 0, savedAt: performance.now() });
  tell(note, "alongside:note-state");
  is(note, "saved");
  if (isClean(note, area)) tell(note, "alongside:note-settled");
  else state.timer = setTimeout(send, PAUSE, note);
}

function refused(note, body) {
  Object.assign(note.state, { sent: null, failures: 0 });
  tell(note, "alongside:note-state");
  is(note, "refused", { words: body?.detail });
}

if (notes) document.addEventListener("alongside:note-due", ({ target }) => send(target));

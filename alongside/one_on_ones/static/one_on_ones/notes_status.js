// Says where the words are: beside the heading for all notes, below a note what is the matter with it.
const notes = document.querySelector("[data-notes-since]")?.closest("[data-notes]");
const place = notes?.querySelector("[data-notes-status]");
const WORST_FIRST = ["full", "refused", "signin", "kept", "saving", "saved"];
const IN_ORDER = ["saving", "saved"];
let said = "";

function worst() {
  const found = [...notes.querySelectorAll("li[data-note]")].map(({ state }) => (
    state?.isUnkept && !IN_ORDER.includes(state.status) ? "full" : state?.status));
  return WORST_FIRST.find((status) => found.includes(status)) ?? "";
}

function say(status) {
  for (const words of place.querySelectorAll("[data-said]")) words.hidden = words.dataset.said !== status;
  const isNews = status !== said && !(IN_ORDER.includes(status) && ["", ...IN_ORDER].includes(said));
  // Saving and saved alternate all the time and are nothing to interrupt a screen reader for.
  if (isNews && status !== "saving") {
    const detail = place.querySelector(`[data-said="${status}"]`)?.textContent.trim() ?? "";
    document.dispatchEvent(new CustomEvent("alongside:say", { detail }));
  }
  if (status !== "saving" || IN_ORDER.includes(said)) said = status;
}

if (notes) {
  document.addEventListener("alongside:note-status", ({ target, detail }) => {
    target.state.status = detail.status;
    const problem = target.querySelector("[data-note-problem]");
    const words = detail.words ?? (detail.status === "refused" ? notes.dataset.refused : "");
    problem.hidden = !words;
    problem.querySelector("p").textContent = words;
    if (detail.signIn) place.querySelector("[data-notes-signin]").href = detail.signIn;
    say(worst());
  });
}

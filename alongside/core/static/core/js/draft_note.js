// Says that a draft came back, above the form or field it belongs to, and lets one leave it out.
// Where the text has changed since, the words wait in the note until one puts them in.
document.addEventListener("alongside:draft", ({ target, detail: { words, fill, discard } }) => {
  const note = document.querySelector("[data-template=draft]").content.firstElementChild.cloneNode(true);
  const part = (name) => note.querySelector(`[data-draft-${name}]`);
  if (words) {
    part("restored").hidden = true;
    for (const name of ["waiting", "words", "use"]) part(name).hidden = false;
    part("words").textContent = words;
  }
  part("use").addEventListener("click", () => { fill(); note.remove(); });
  part("discard").addEventListener("click", () => { discard(); note.remove(); });
  if (target.matches("form")) target.prepend(note);
  else (target.closest(".field") ?? target).before(note);
});

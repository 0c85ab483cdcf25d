// Other behaviours speak to screen readers through here: dispatch `alongside:say` with the words as detail.
const place = document.getElementById("spoken");

document.addEventListener("alongside:say", ({ detail }) => {
  place.textContent = "";
  // Two equal sentences in a row are two changes only if there is a pause between them.
  setTimeout(() => (place.textContent = detail), 60);
});

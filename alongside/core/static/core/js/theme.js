// Choosing light or dark shows at once; the form that holds the choice saves it.
document.addEventListener("change", ({ target }) => {
  if (!target.matches("[data-theme-choice]")) return;
  if (["light", "dark"].includes(target.value)) document.documentElement.dataset.theme = target.value;
  else delete document.documentElement.dataset.theme;
});

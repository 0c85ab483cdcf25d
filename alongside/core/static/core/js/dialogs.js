// `data-dialog-open="id"` opens a <dialog>; on a link it wins over the page that the link leads to without scripts.
// `data-dialog-close`, Escape and a press beside the dialog close it; the browser puts the focus back.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog-open]");
  if (opener) {
    event.preventDefault();
    opener.closest("details.menu")?.removeAttribute("open");
    const dialog = document.getElementById(opener.dataset.dialogOpen);
    dialog.dispatchEvent(new CustomEvent("alongside:open", { bubbles: true }));
    return dialog.showModal();
  }
  const dialog = event.target.closest("dialog");
  if (!dialog) return;
  const box = dialog.getBoundingClientRect();
  const beside = event.target === dialog && event.detail > 0 &&
    (event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom);
  if (beside || event.target.closest("[data-dialog-close]")) dialog.close();
});

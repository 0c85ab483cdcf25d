// `data-copy="#id"` copies the words or the value of that element; `data-copied` is what the button then says.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const source = document.querySelector(button.dataset.copy);
  const words = source.value ?? source.textContent.trim();
  try {
    await navigator.clipboard.writeText(words);
  } catch {
    // Without HTTPS there is no clipboard: select the words, so that the keyboard can copy them.
    return source.select ? source.select() : getSelection().selectAllChildren(source);
  }
  document.dispatchEvent(new CustomEvent("alongside:say", { detail: button.dataset.copied }));
  const label = button.querySelector("[data-copy-label]") ?? button;
  const before = label.textContent;
  label.textContent = button.dataset.copied;
  setTimeout(() => (label.textContent = before), 2000);
});

// Signing out removes what is kept on this device: words that are not sent yet are asked about first. So is leaving a
// page whose words this device can't keep.
const notes = document.querySelector("[data-notes-since]")?.closest("[data-notes]");
const waiting = () => [...notes.querySelectorAll("li[data-note]")].filter(({ state }) => (
  state && (state.sent || ["kept", "signin", "refused"].includes(state.status))));

if (notes) {
  const { leaving } = notes.querySelector("[data-notes-status]").dataset;
  addEventListener("submit", (event) => {
    if (!event.target.matches("[data-sign-out]") || !waiting().length || confirm(leaving)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
  addEventListener("beforeunload", (event) => {
    if (waiting().some(({ state }) => state.isUnkept)) event.preventDefault();
  });
}

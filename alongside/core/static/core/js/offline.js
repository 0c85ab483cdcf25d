// Says so when the connection is gone, and is silent when it is back.
const show = () => document.querySelectorAll("[data-offline]").forEach((note) => (note.hidden = navigator.onLine));

addEventListener("online", show);
addEventListener("offline", show);
show();

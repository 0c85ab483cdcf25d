// When a draft ends: after its words were saved, at sign-out, when somebody else signs in here, after thirty days.
const { person } = document.body.dataset;
const PREFIX = "alongside:draft:";
const SENT = "alongside:sent";
const DAYS_KEPT = 30;
const own = `${PREFIX}${person}:`;
const stores = ["localStorage", "sessionStorage"].flatMap((name) => {
  try { return [window[name]]; } catch { return []; }
});
const each = (act) => stores.forEach((store) => Object.keys(store)
  .filter((key) => key.startsWith(PREFIX)).forEach((key) => act(store, key)));

const snapshot = (form) => {
  const owners = form ? [form, ...form.querySelectorAll("[data-draft]")].filter((one) => one.dataset.draft) : [];
  const keys = owners.map((owner) => own + owner.dataset.draft);
  return stores.flatMap((store) => keys.map((key) => [key, store.getItem(key)])).filter(([, words]) => words);
};
// Words typed after the sending stay: a draft goes only if it is what was sent.
const forget = (sent) => stores.forEach((store) => sent
  .filter(([key, words]) => store.getItem(key) === words).forEach(([key]) => store.removeItem(key)));

function endSentDrafts() {
  const sent = JSON.parse(sessionStorage.getItem(SENT) ?? "[]");
  sessionStorage.removeItem(SENT);
  const [arrival] = performance.getEntriesByType("navigation");
  // Saving redirects. A form shown once more with its errors, a failed connection and a sign-in page do not count.
  if (arrival?.type === "navigate" && arrival.redirectCount > 0) forget(sent);
}

function endOldDrafts() {
  const oldest = Date.now() - DAYS_KEPT * 86_400_000;
  each((store, key) => {
    const { at } = JSON.parse(store.getItem(key));
    if (!key.startsWith(own) || at < oldest) store.removeItem(key);
  });
}

if (stores.length) {
  if (person) {
    endSentDrafts();
    endOldDrafts();
  } else sessionStorage.removeItem(SENT);

  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-sign-out]")) return each((store, key) => store.removeItem(key));
    if (!event.defaultPrevented) sessionStorage.setItem(SENT, JSON.stringify(snapshot(event.target)));
  });
  const underway = new WeakMap();
  const formOf = ({ elt }) => elt.closest("form") ?? elt.closest("[data-draft]");
  document.addEventListener("htmx:beforeRequest", ({ detail }) => underway.set(detail.xhr, snapshot(formOf(detail))));
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    // Not `detail.successful`: for htmx an answer that is swapped in is a success, a refused save (409, 422) too.
    const { status } = detail.xhr;
    if (detail.requestConfig.verb !== "get" && status >= 200 && status < 400) forget(underway.get(detail.xhr) ?? []);
  });
}

// What was typed is never lost: forms and fields with `data-draft="key"` are kept on this device, for this person,
// and come back. Nothing marked `data-sensitive` is ever kept. draft_note.js tells it, drafts_end.js ends it.
const { person, draftStore } = document.body.dataset;
const prefix = `alongside:draft:${person}:`;
const store = usable(draftStore === "session" ? "sessionStorage" : "localStorage");

function usable(name) {
  if (!person || draftStore === "none") return null;
  try {
    window[name].setItem("alongside:probe", "1");
    return window[name];
  } catch {
    return null; // No storage, or a full one.
  }
}

const KEPT = "textarea, select, input:not([type=hidden], [type=password], [type=file], [type=submit], [type=button])";
const fieldsOf = (owner) => (owner.matches("form") ? [...owner.elements] : [owner])
  .filter((field) => field.name && field.matches(KEPT) && !field.closest("[data-sensitive]"));
const isChoice = (field) => field.matches("[type=checkbox], [type=radio]");
const nameOf = (field) => (isChoice(field) ? `${field.name}=${field.value}` : field.name);
const valueOf = (field) => (isChoice(field) ? field.checked : field.value);
const put = (field, value) => { if (isChoice(field)) field.checked = value; else field.value = value; };
const defaultOf = (field) => {
  if (!field.options) return isChoice(field) ? field.defaultChecked : field.defaultValue;
  return ([...field.options].find((option) => option.defaultSelected) ?? field.options[0])?.value;
};
const versionOf = (owner) => (owner.form ?? owner).querySelector?.("input[name=version]")?.value ?? "";

function keep(owner) {
  const changed = fieldsOf(owner).filter((field) => valueOf(field) !== defaultOf(field));
  const values = Object.fromEntries(changed.map((field) => [nameOf(field), valueOf(field)]));
  const key = prefix + owner.dataset.draft;
  if (!changed.length) return store.removeItem(key);
  try {
    store.setItem(key, JSON.stringify({ version: versionOf(owner), at: Date.now(), values }));
  } catch {
    document.documentElement.dataset.drafts = "full"; // leaving.js asks from now on.
  }
}

function bringBack(owner) {
  if (owner.dataset.draftSeen) return;
  owner.dataset.draftSeen = "yes";
  const draft = JSON.parse(store.getItem(prefix + owner.dataset.draft));
  const differs = (field) => nameOf(field) in draft.values && draft.values[nameOf(field)] !== valueOf(field);
  const differing = draft ? fieldsOf(owner).filter(differs) : [];
  if (!differing.length) return;
  const fill = () => differing.forEach((field) => {
    put(field, draft.values[nameOf(field)]);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  // A text that somebody changed meanwhile is not written over: the draft waits beside it.
  const stale = draft.version !== versionOf(owner);
  if (!stale) fill();
  const words = stale ? differing.map((field) => draft.values[nameOf(field)]).join("\n") : "";
  const discard = () => {
    fieldsOf(owner).forEach((field) => put(field, defaultOf(field)));
    store.removeItem(prefix + owner.dataset.draft);
  };
  owner.dispatchEvent(new CustomEvent("alongside:draft", { bubbles: true, detail: { words, fill, discard } }));
}

if (store) {
  document.documentElement.dataset.drafts = "on";
  const bringAllBack = () => document.querySelectorAll("[data-draft]").forEach(bringBack);
  bringAllBack();
  document.addEventListener("htmx:load", bringAllBack);
  document.addEventListener("input", (event) => {
    const owner = event.target.closest("[data-draft]") ?? event.target.form?.closest("[data-draft]");
    if (owner) keep(owner);
  });
}

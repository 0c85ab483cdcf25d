// A form with `data-passkey="create"` or `"get"` and what to ask in `data-passkey-options`: the button
// `data-passkey-ask` asks the device, and its answer travels in the form's field "credential".
const form = document.querySelector("[data-passkey]");
const said = form.querySelector("[data-passkey-said]");
const ask = form.querySelector("[data-passkey-ask]");

const bytes = (words) =>
  Uint8Array.from(atob(words.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const words = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const known = (list = []) => list.map((one) => ({ ...one, id: bytes(one.id) }));

const question = () => {
  const options = JSON.parse(form.dataset.passkeyOptions);
  options.challenge = bytes(options.challenge);
  if (options.user) options.user.id = bytes(options.user.id);
  if (options.excludeCredentials) options.excludeCredentials = known(options.excludeCredentials);
  if (options.allowCredentials) options.allowCredentials = known(options.allowCredentials);
  return { publicKey: options };
};

const answer = (credential) => {
  const names = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]
    .filter((name) => credential.response[name]);
  const response = Object.fromEntries(names.map((name) => [name, words(credential.response[name])]));
  const { id, type } = credential;
  return JSON.stringify({ id, rawId: words(credential.rawId), type, response, clientExtensionResults: {} });
};

const say = (about) => {
  said.textContent = said.dataset[about];
  said.hidden = false;
};

const go = async () => {
  said.hidden = true;
  ask.setAttribute("aria-busy", "true");
  try {
    form.elements.credential.value = answer(await navigator.credentials[form.dataset.passkey](question()));
    form.submit();
  } catch (problem) {
    ask.removeAttribute("aria-busy");
    say(problem.name === "InvalidStateError" ? "known" : "refused");
  }
};

ask.hidden = false;
if (window.PublicKeyCredential) {
  ask.addEventListener("click", (event) => {
    event.preventDefault();
    if (form.dataset.passkey === "get" || form.reportValidity()) go();
  });
} else {
  ask.disabled = true;
  say("unable");
}

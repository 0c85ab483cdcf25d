// Sends a provider's answer once more, from our own page: browsers keep the session back when a form comes from elsewhere.
document.querySelector("[data-relay]").requestSubmit();

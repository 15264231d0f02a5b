// A form that a device signs: what there is to sign is asked for, the device asks who holds it,
// and the form goes on its way with the answer. Where the browser has no passkeys the form stays
// hidden.
const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) =>
    one.charCodeAt(0),
  );
const letters = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

// What the server writes as text, as the browser wants it.
function told({ publicKey }) {
  const options = { ...publicKey, challenge: bytes(publicKey.challenge) };
  if (options.user) options.user = { ...options.user, id: bytes(options.user.id) };
  const known = options.excludeCredentials;
  if (known) options.excludeCredentials = known.map((one) => ({ ...one, id: bytes(one.id) }));
  return { publicKey: options };
}

// What the device answers, as text.
function written({ id, rawId, type, response }) {
  const parts = {};
  for (const name of [
    "clientDataJSON",
    "attestationObject",
    "authenticatorData",
    "signature",
    "userHandle",
  ])
    if (response[name]) parts[name] = letters(response[name]);
  return JSON.stringify({ id, rawId: letters(rawId), type, response: parts });
}

function say(form, words) {
  const problem = form.querySelector("[data-problem]");
  problem.textContent = words;
  problem.hidden = !words;
}

async function sign(form) {
  say(form, "");
  const answer = await fetch(form.dataset.ask, { method: "POST", body: new FormData(form) });
  const options = await answer.json();
  if (options.problem) {
    say(form, options.problem);
    return;
  }
  form.elements.answer.value = written(
    await navigator.credentials[form.dataset.passkey](told(options)),
  );
  form.submit();
}

for (const form of document.querySelectorAll("[data-passkey]")) {
  form.hidden = !window.PublicKeyCredential;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("[type=submit]");
    button.disabled = true;
    try {
      await sign(form);
    } catch (refused) {
      say(form, form.dataset.failed);
    } finally {
      button.disabled = false;
    }
  });
}

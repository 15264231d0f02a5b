// A page that waits for the desk to be served anew (a restore): asks which serving answers, and
// goes on when it is another one.
const EVERY = 300;
const waiting = document.querySelector("[data-served]");

async function servedAs(address) {
  try {
    const answer = await fetch(address, { cache: "no-store" });
    return answer.ok ? await answer.text() : "";
  } catch {
    return ""; // nothing is served just now
  }
}

async function look() {
  const now = await servedAs(waiting.dataset.ask);
  if (now && now !== waiting.dataset.served) location.replace(waiting.dataset.then);
  else setTimeout(look, EVERY);
}

if (waiting) look();

// An outcome is kept until the server has confirmed it: on a lost connection it is sent again, with
// the same key, so that it is logged once. It survives a reload of the page.
const STORE = "decroche-pending";
let waiting = 0;

const banner = (on) => document.querySelectorAll("[data-offline]").forEach((node) => (node.hidden = !on));
const pending = () => JSON.parse(localStorage.getItem(STORE) || "null");

function settle() {
  localStorage.removeItem(STORE);
  waiting = 0;
  banner(false);
}

async function again() {
  const kept = pending();
  if (!kept) return;
  try {
    const answer = await fetch(kept.path, { method: "POST", body: new URLSearchParams(kept.values), headers: { "HX-Request": "true" } });
    if (answer.status >= 500) throw new Error(String(answer.status));
    settle();
    if (answer.status === 403 || !document.getElementById("desk")) return location.reload();
    window.htmx.swap("#desk", await answer.text(), { swapStyle: "outerHTML" });
  } catch {
    later();
  }
}

function later() {
  banner(true);
  waiting = Math.min(waiting * 2 || 1000, 15000);
  setTimeout(again, waiting);
}

document.addEventListener("htmx:configRequest", (event) => {
  if (!event.target.closest("form[data-retry]")) return;
  const values = [...new FormData(event.target.closest("form"), event.detail.triggeringEvent?.submitter || null)].map(([name, value]) => [name, String(value)]);
  localStorage.setItem(STORE, JSON.stringify({ path: event.detail.path, values }));
});
// Before the answer is swapped in: afterwards the form is gone and its events with it.
document.addEventListener("htmx:beforeOnLoad", (event) => {
  if (!event.target.closest?.("form[data-retry]")) return;
  if (event.detail.xhr.status >= 500) later();
  else settle();
});
for (const name of ["htmx:sendError", "htmx:timeout"]) document.addEventListener(name, (event) => event.target.closest?.("form[data-retry]") && later());
addEventListener("online", again);
addEventListener("DOMContentLoaded", again);

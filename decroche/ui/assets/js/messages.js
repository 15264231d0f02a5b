// Short messages leave by themselves; those that offer to take something back stay longer; that
// something failed stays until an answer arrives.
const seen = new WeakSet();
function watch() {
  document.querySelectorAll(".message").forEach((node) => {
    if (seen.has(node) || node.dataset.failed) return;
    seen.add(node);
    setTimeout(() => node.remove(), node.querySelector("button") ? 15000 : 7000);
  });
}
document.addEventListener("htmx:afterSettle", watch);

// What was pressed and got no answer, or none that could be shown, is said: nothing was changed,
// and what was typed still stands there. Presses of an outcome say it themselves (waiting.js).
function failed({ detail }) {
  if (detail.requestConfig?.verb === "get") return;
  const { away, ended, refused } = document.body.dataset;
  const status = detail.xhr?.status;
  const text = !status || status >= 500 ? away : status === 403 ? ended : refused;
  const node = document.createElement("div");
  node.className = "message";
  node.dataset.failed = "true";
  node.append(Object.assign(document.createElement("span"), { textContent: text }));
  document.getElementById("messages").replaceChildren(node);
}
for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"])
  document.addEventListener(name, failed);
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (!detail.successful || detail.requestConfig?.verb === "get") return;
  document.querySelectorAll(".message[data-failed]").forEach((node) => node.remove());
});
addEventListener("DOMContentLoaded", watch);

// In a shared workspace: what colleagues do to what this page shows ([data-live]) is asked every
// other second; the answer is empty as long as nothing changed. When the card is not to be called
// any more ([data-stops]), or who sits there may not call, nothing on the page dials it. A list
// ([data-rows]) asks for its rows in view (js/rows.js), the first page of the day ([data-counts])
// also for what it counts.
import { markRows, rowsInView } from "./js/rows.js";

const EVERY = 1500;

async function look() {
  const node = document.querySelector("[data-live]");
  if (!node || document.hidden) return;
  const rows = node.hasAttribute("data-rows") ? rowsInView() : null;
  if (rows?.length === 0 && !node.hasAttribute("data-counts")) return;
  const address = new URL(node.dataset.live, location);
  address.searchParams.set("seen", node.dataset.seen);
  if (rows) address.searchParams.set("rows", rows.map((row) => row.dataset.was).join(" "));
  const answer = await fetch(address, { cache: "no-store", headers: { "HX-Request": "true" } });
  if (answer.status === 403) {
    stopDialling();
    sayWhy(node, reasonIn(await answer.text()) || ended());
  }
  if (answer.status !== 200) return;
  const said = await answer.text();
  if (!node.isConnected) return; // another card came meanwhile
  const came = document.createElement("template");
  came.innerHTML = said;
  for (const part of came.content.querySelectorAll("template[data-into]")) count(part);
  const now = came.content.getElementById(node.id);
  node.replaceWith(now);
  window.htmx.process(now);
  if (rows) markRows(rows, now);
  if (now.hasAttribute("data-stops")) stopDialling();
}
// What the page counts is put in its place, when it is another number; what was unfolded stays so.
function count(part) {
  const place = document.getElementById(part.dataset.into);
  if (!place || place.innerHTML.trim() === part.innerHTML.trim()) return;
  const unfolded = place.querySelector("details")?.open;
  place.replaceChildren(part.content);
  if (unfolded) place.querySelector("details")?.setAttribute("open", "");
}
// Why nothing is taken from this page any more: the role is another one by now, or the session has
// ended. What is typed stays in this browser (js/note.js, js/outbox.js).
const reasonIn = (page) =>
  new DOMParser().parseFromString(page, "text/html").getElementById("desk")?.dataset.refused;
const ended = () => document.querySelector("[data-outbox]").dataset.ended;
function sayWhy(node, why) {
  const line = Object.assign(document.createElement("p"), {
    className: "notice bad waiting",
    id: node.id,
  });
  line.setAttribute("role", "alert");
  line.textContent = why;
  node.replaceWith(line);
}
document.addEventListener("htmx:responseError", ({ detail: { xhr } }) => {
  const why = xhr.status === 403 && reasonIn(xhr.responseText);
  const said = document.querySelector(".message[data-failed] span"); // js/messages.js
  if (why && said) said.textContent = why;
});
function stopDialling() {
  for (const dials of document.querySelectorAll("[data-dial], [data-picture], a[href^='tel:']"))
    dials.remove();
}
const again = () =>
  look()
    .catch(() => {})
    .finally(() => setTimeout(again, EVERY));
again();
const soon = () => look().catch(() => {});
document.addEventListener("visibilitychange", soon);
document.addEventListener("scrollend", soon);

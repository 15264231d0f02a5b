// What is typed into a plain form stays in this browser until the desk has answered that it took
// the form: a session that ended, a page that was too old or a server that is away loses no text.
// It is shown again in its form, in whatever tab the desk is opened next. An entry:
// { desk, tab, path (of the page), action (of its form), fields: [[name, place, value]…],
// refused }.
import { desk } from "./renewal.js";

const STORE = "decroche-typed";
const MOST = 20;
const read = () => JSON.parse(localStorage.getItem(STORE) || "[]");
const keep = (entries) =>
  entries.length
    ? localStorage.setItem(STORE, JSON.stringify(entries.slice(-MOST)))
    : localStorage.removeItem(STORE);
const same = (one, other) =>
  one.desk === other.desk && one.path === other.path && one.action === other.action;

function tab() {
  if (!sessionStorage.getItem(STORE))
    sessionStorage.setItem(STORE, `${Date.now()}-${Math.random()}`);
  return sessionStorage.getItem(STORE);
}

const isText = (node) =>
  node.tagName === "TEXTAREA" ||
  (node.tagName === "INPUT" &&
    !["hidden", "password", "file", "checkbox", "radio", "submit"].includes(node.type));
const named = (form, name) => [...form.elements].filter((node) => node.name === name);

function fieldsOf(form) {
  return [...form.elements]
    .filter((node) => node.name && isText(node) && node.value !== node.defaultValue)
    .map((node) => [node.name, named(form, node.name).indexOf(node), node.value]);
}

addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || !desk()) return;
  const entry = {
    desk: desk(),
    tab: tab(),
    path: location.pathname + location.search,
    action: form.getAttribute("action"),
    fields: fieldsOf(form),
    refused: false,
  };
  const others = read().filter((one) => !same(one, entry));
  keep(entry.fields.length ? [...others, entry] : others);
});

// A page of the desk after a form was sent is its answer, unless it says that nothing was kept, or
// the browser went back because no answer came.
function settle() {
  const back = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
  const here = location.pathname + location.search;
  const lost = document.querySelector("[data-not-kept]");
  keep(
    read()
      .filter((one) => one.tab !== tab() || one.refused || lost || (back && one.path === here))
      .map((one) => (one.tab === tab() ? { ...one, refused: true } : one)),
  );
}

function say(words, entry, link) {
  const message = document.createElement("div");
  message.className = "message";
  message.dataset.typed = "";
  message.append(Object.assign(document.createElement("span"), { textContent: words }));
  if (link) {
    const go = { href: entry.path, textContent: document.body.dataset.typedGo };
    message.append(Object.assign(document.createElement("a"), go));
  }
  const drop = document.createElement("button");
  drop.type = "button";
  drop.textContent = document.body.dataset.typedDrop;
  drop.addEventListener("click", () => {
    keep(read().filter((one) => !same(one, entry)));
    message.remove();
  });
  message.append(drop);
  document.getElementById("messages")?.append(message);
}

function offer(entry) {
  const here = location.pathname + location.search;
  const form = [...document.forms].find((one) => one.getAttribute("action") === entry.action);
  if (entry.path !== here || !form) {
    if (!document.querySelector("[data-not-kept]") || entry.tab === tab())
      say(document.body.dataset.typedThere, entry, true);
    return;
  }
  for (const [name, place, value] of entry.fields) {
    const node = named(form, name)[place];
    if (node && isText(node)) node.value = value;
  }
  form.closest("details")?.setAttribute("open", "");
  say(document.body.dataset.typedBack, entry, false);
}

if (desk()) {
  settle();
  read()
    .filter((one) => one.desk === desk() && one.refused)
    .forEach(offer);
}

// What is typed in a mail is kept as it is typed: in this browser at once, on the server a moment
// later. It leaves this browser only when the server has answered that it has it, so that nothing
// is lost by a reload, another page, a server that is away or a second window.
import { desk, keepTyped } from "./js/renewal.js";

const STORE = `decroche-letter:${desk()}:`;
const WAIT = 400;
const MARK = 8;
let timer = 0;
let pause = 0;
let line = Promise.resolve();

const letter = () => document.querySelector("form[data-letter]");
const keptAt = () => letter()?.dataset.letter;
const text = () => letter().elements.body;
const read = (path) => JSON.parse(localStorage.getItem(STORE + path) || "null");
const boxes = () => [...letter().querySelectorAll("input[type=checkbox]")];
const page = () => letter().elements.form_key?.value || "";

function say(word) {
  const node = document.querySelector("[data-letter-state]");
  if (node) node.textContent = word ? node.dataset[word] : "";
}

function typed() {
  const { to, subject, body, situation, language, seen } = letter().elements;
  const fields = { to, subject, body, situation, language, seen };
  for (const name in fields) fields[name] = fields[name].value;
  for (const box of boxes()) if (box.checked) fields[box.name] = box.value;
  if (boxes().length) fields.attaches = "1";
  return { ...fields, page_key: page() };
}

function keep() {
  const path = keptAt();
  localStorage.setItem(STORE + path, JSON.stringify(typed()));
  say("");
  clearTimeout(timer);
  timer = setTimeout(() => inLine(path), WAIT);
}

// One after the other: an earlier text that arrives after a later one would take its place.
const inLine = (path) => (line = line.then(() => send(path)));

async function send(path) {
  const kept = path && read(path);
  if (!kept) return;
  const body = new URLSearchParams(kept);
  try {
    const answer = await keepTyped(path, body);
    pause = 0;
    const held = answer.ok ? await answer.json() : { kept: false };
    if (held.kept) settle(path, kept, held);
    else if (keptAt() === path) say("gone");
  } catch {
    if (keptAt() === path) say("here");
    pause = Math.min(pause * 2 || 1000, 15000);
    setTimeout(() => inLine(path), pause);
  }
}

// What another window wrote meanwhile comes before what is typed here.
function settle(path, kept, held) {
  const here = keptAt() === path;
  const same = JSON.stringify(read(path)) === JSON.stringify(kept);
  if (here && text().value.startsWith(kept.body)) {
    letter().elements.seen.value = held.seen;
    if (held.body != null) {
      const cursor = text().selectionEnd + held.body.length - kept.body.length;
      text().value = held.body + text().value.slice(kept.body.length);
      text().setSelectionRange(cursor, cursor);
      fit();
    }
    if (!same) return keep();
  }
  if (!same) return;
  // The other windows take what the server holds.
  localStorage.setItem(STORE + path, JSON.stringify({ ...kept, ...held }));
  localStorage.removeItem(STORE + path);
  if (here) say("kept");
}

function fill(kept) {
  for (const name of ["to", "subject", "body", "situation", "language", "seen"])
    if (kept[name] != null) letter().elements[name].value = kept[name];
  for (const box of boxes()) box.checked = Boolean(kept[box.name]);
  fit();
}

// The text is shown whole: a field that scrolls within a page that scrolls hides what will leave.
function fit() {
  const field = text();
  while (field.scrollHeight > field.clientHeight && field.rows < 200) field.rows += 1;
}

// After a restore, the key of a mail may be that of another one (config/data_mark.py).
const ofThisData = (kept) => kept?.page_key?.slice(0, MARK) === page().slice(0, MARK);

function arrive() {
  if (letter()) {
    const kept = read(keptAt());
    if (kept && ofThisData(kept)) fill(kept);
    fit();
  }
  for (const name of Object.keys(localStorage))
    if (name.startsWith(STORE)) inLine(name.slice(STORE.length));
}

document.addEventListener("input", ({ target }) => {
  const { form } = target;
  if (!form || form !== letter() || ["situation", "language"].includes(target.name)) return;
  if (target === text()) fit();
  keep();
});
document.addEventListener("htmx:afterSettle", () => letter() && fit());

// The draft for her mail program has what she typed up to now.
document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-of-letter]");
  if (!link || !letter()) return;
  event.preventDefault();
  keep();
  clearTimeout(timer);
  await inLine(keptAt());
  location.assign(link.href);
});
// What is sent is the form itself.
document.addEventListener("submit", ({ target }) => {
  if (target !== letter()) return;
  clearTimeout(timer);
  localStorage.removeItem(STORE + keptAt());
});
addEventListener("DOMContentLoaded", arrive);
addEventListener("online", arrive);
addEventListener("pagehide", () => send(keptAt()));
addEventListener("storage", (event) => {
  const kept =
    event.newValue && letter() && event.key === STORE + keptAt()
      ? JSON.parse(event.newValue)
      : null;
  const writes = document.hasFocus() && letter()?.contains(document.activeElement);
  if (kept && ofThisData(kept) && !writes) fill(kept);
});

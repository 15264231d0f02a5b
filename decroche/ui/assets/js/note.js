// What is typed on a card is kept as it is typed: in this browser at once, on the server a moment
// later. It leaves this browser only when the server has answered that it has it, so that nothing
// is lost by a reload, another page, a server that is away or a second tab.
import { keepRefused } from "./outbox.js";
import { desk, keepTyped } from "./renewal.js";

const STORE = `decroche-note:${desk()}:`;
const WAIT = 400;
let timer = 0;
let line = Promise.resolve();
let pause = 0;
let inTheCall = null;

const note = () => document.querySelector("textarea[data-note]");
const loop = () => document.querySelector("form[data-loop]");
const placeOf = (node) => `${node.closest("fieldset.panel").id}.${node.name}`;
const others = () => [
  ...(loop()?.querySelectorAll(
    "fieldset.panel input[name]:not([type=checkbox]), fieldset.panel select[name]",
  ) || []),
];
const ticks = () => ["told", "message_left"].map((name) => loop()?.elements[name]).filter(Boolean);
const read = (path) => JSON.parse(localStorage.getItem(STORE + path) || "null");
// The key of the page's forms begins with the mark of its data: after a restore, keys of cards may
// be those of other companies (config/data_mark.py).
const MARK = 8;
const page = () => loop()?.elements.form_key.value || "";
const ofThisData = (kept) =>
  !kept?.page || kept.page.slice(0, MARK) === page().slice(0, MARK) ? kept : null;

function say(word) {
  const node = document.querySelector("[data-note-state]");
  if (node) node.textContent = word ? node.dataset[word] : "";
}

function typed() {
  const fields = {};
  for (const node of others())
    if (node.value !== node.defaultValue && node.value) fields[placeOf(node)] = node.value;
  for (const node of ticks()) if (node.checked) fields[node.name] = node.value;
  const card = document.querySelector(".fiche h1")?.textContent.trim();
  const { seen } = loop().elements;
  const { claim: key, late } = note().dataset;
  return { note: note().value, fields, key, late, card, seen: seen.value, page: page() };
}

function keep() {
  localStorage.setItem(STORE + note().dataset.note, JSON.stringify(typed()));
  loop().elements.drafted.value = "1";
  say("");
  clearTimeout(timer);
  timer = setTimeout(() => inLine(note()?.dataset.note), WAIT);
}

// One after the other: an earlier text that arrives after a later one would take its place.
const inLine = (path) => (line = line.then(() => send(path)));

async function send(path) {
  const kept = path && read(path);
  if (!kept) return;
  const body = new URLSearchParams({ ...kept.fields, note: kept.note, key: kept.key });
  if (kept.seen != null) body.set("seen", kept.seen);
  if (kept.page) body.set("page_key", kept.page);
  // The card of a logged call is left: what was typed after it is a note of its own from now on.
  if (kept.late && note()?.dataset.note !== path) body.set("late", kept.late);
  try {
    const answer = await keepTyped(path, body);
    if (answer.ok) settle(path, kept, await answer.json());
    else await refused(path, kept, answer.status);
    pause = 0;
  } catch {
    if (note()?.dataset.note === path) say("here");
    pause = Math.min(pause * 2 || 1000, 15000);
    setTimeout(() => inLine(path), pause);
  }
}

// A card that is gone, or one of data that was replaced since, takes no note: what was typed is
// shown with the reason, to be copied or dropped.
async function refused(path, kept, status) {
  const texts = Object.entries({ note: kept.note, ...kept.fields }).filter(([, text]) => text);
  await keepRefused({
    path: "",
    card: kept.card || "",
    values: texts,
    fields: texts.map(([name]) => [name, name.split(".").pop()]),
    why: document.body.dataset[status === 409 ? "other" : "gone"],
  });
  if (JSON.stringify(read(path)) === JSON.stringify(kept)) localStorage.removeItem(STORE + path);
}

// What of a note is not in the call that took another one in.
const since = (text, taken = "") =>
  taken.includes(text) ? "" : (text.startsWith(taken) ? text.slice(taken.length) : text).trim();

// What another window wrote meanwhile comes before what is typed here. A call that another window
// has logged took its note in; what is typed here since is kept without it.
function settle(path, kept, held) {
  const here = note()?.dataset.note === path;
  const same = JSON.stringify(read(path)) === JSON.stringify(kept);
  if (here && held.kept && note().value.startsWith(kept.note)) {
    loop().elements.seen.value = held.seen;
    if (held.note) {
      const cursor = note().selectionEnd + held.note.length - kept.note.length;
      note().value = held.note + note().value.slice(kept.note.length);
      note().setSelectionRange(cursor, cursor);
    }
    if (!same) return keep();
  }
  if (!same) return;
  const left = held.kept ? "" : since(kept.note, held.taken);
  if (!held.kept && here && note().dataset.claim && note().value === kept.note) {
    Object.assign(note().dataset, { claim: "", late: kept.key });
    note().value = left;
    return keep();
  }
  if (left && !here && kept.key) {
    localStorage.setItem(
      STORE + path,
      JSON.stringify({ ...kept, note: left, fields: {}, key: "", late: kept.key }),
    );
    return inLine(path);
  }
  if (here) say(kept.note && "kept");
  if (here && kept.late && kept.note) return; // sent once more when the card is left
  localStorage.setItem(STORE + path, JSON.stringify({ ...kept, ...held }));
  localStorage.removeItem(STORE + path);
  if (held.said) document.querySelector(".last")?.append(` · ${held.said}`);
}

function fill(kept) {
  note().value = kept.note;
  if (kept.seen != null) loop().elements.seen.value = kept.seen;
  for (const node of others())
    if (kept.fields[placeOf(node)]) node.value = kept.fields[placeOf(node)];
  for (const node of ticks()) node.checked = Boolean(kept.fields[node.name]);
  document.dispatchEvent(new Event("decroche:filled"));
}

function arrive() {
  inTheCall = null;
  const desk = document.querySelector("#desk[data-logged]");
  const logged = desk && `/calls/${desk.dataset.logged}/note/`;
  if (logged && !read(logged)?.late) localStorage.removeItem(STORE + logged);
  if (note()) {
    fill(
      ofThisData(read(note().dataset.note)) || {
        note: note().value,
        fields: JSON.parse(loop().dataset.draft),
      },
    );
  }
  for (const name of Object.keys(localStorage))
    if (name.startsWith(STORE)) inLine(name.slice(STORE.length));
}

document.addEventListener("input", (event) => {
  if (
    event.target === note() ||
    ticks().includes(event.target) ||
    (event.target.name && event.target.closest("form[data-loop] fieldset.panel"))
  )
    keep();
});
document.addEventListener("decroche:pressed", () => {
  clearTimeout(timer);
  inTheCall ??= typed().fields;
});

// What was typed after the press was sent is not in the call: it is a note of that card.
document.addEventListener("decroche:logged", ({ detail }) => {
  const { note: text, fields, ...rest } = typed();
  const left = since(text, detail.note);
  for (const name in inTheCall) if (inTheCall[name] === fields[name]) delete fields[name];
  clearTimeout(timer);
  if (left || Object.keys(fields).length)
    localStorage.setItem(
      STORE + note().dataset.note,
      JSON.stringify({ ...rest, note: left, fields, key: "", late: rest.late || rest.key }),
    );
});
document.addEventListener(
  "htmx:afterSwap",
  (event) => event.detail.target?.id === "desk" && arrive(),
);
addEventListener("DOMContentLoaded", arrive);
addEventListener("online", arrive);
addEventListener("pagehide", () => send(note()?.dataset.note));
addEventListener("storage", (event) => {
  const kept =
    event.newValue && note() && event.key === STORE + note().dataset.note
      ? JSON.parse(event.newValue)
      : null;
  if (ofThisData(kept) && !(document.hasFocus() && document.activeElement === note())) fill(kept);
});

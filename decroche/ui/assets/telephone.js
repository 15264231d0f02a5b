// Her telephone's page: the card that the desk shows, one button that dials, and on coming back the
// question what it gave. What became of a call is only ever what she says.
import { Line, NotKnown, claim, kept } from "./telephone/line.js";
import { fromText } from "./telephone/sealed.js";
import * as queue from "./telephone/queue.js";

const words = document.body.dataset;
const CALLED = "decroche-telephone-called";
const RETRY_AFTER = 1000; // milliseconds
const PAUSE = 300; // after the last letter of a date
const part = (name) => document.querySelector(`[data-part=${name}]`);
const make = (tag, properties, ...children) => {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
};

let card = null; // what the desk shows
let call = {}; // where its call is
let asked = null; // the card she is asked about: it may be another one than the desk shows now
let aside = ""; // said beside what the desk says, as long as its card
let connected = false;

const line = new Line({
  told(content) {
    if (content.card.key !== card?.key) aside = "";
    ({ card, call } = content);
    follow();
    show();
  },
  state(what) {
    connected = what === "with";
    const waits = status();
    if (what === "off") say(words.off);
    else if (!connected && !card && !asked) say(words.away);
    if (connected && waits) flush();
  },
});

// Whether the computer answers, and how much it has not got yet.
function status() {
  const waits = queue.all().filter((entry) => !entry.refused).length;
  part("line").textContent =
    (connected ? words.with : words.without) + (waits ? ` · ${words.waiting} ${waits}` : "");
  document.querySelector(".status").classList.toggle("on", connected);
  return waits;
}

function view(name) {
  document
    .querySelectorAll("[data-view]")
    .forEach((node) => (node.hidden = node.dataset.view !== name));
}

function say(text) {
  part("words").textContent = text;
  view("words");
}

// The desk moved on from the card that she is asked about.
function follow() {
  if (asked && card.key !== asked.key && !asked.sent) {
    const note = document.querySelector("[name=note]").value.trim();
    moved(asked, { note, outcome: asked.open, fields: asked.open ? typed() : {} });
    done("");
  }
  if (call.phase === "rung" && call.key === card.key) navigator.vibrate?.([120, 60, 120]);
}

// What was typed stays on the card; the desk says what happened to it.
function moved({ key, company, name }, written) {
  queue.add({ do: "note", key, company, name, ...written });
  flush();
}

// What was typed into the open panel.
const typed = () =>
  Object.fromEntries(
    [...part("fields").querySelectorAll("input:not([type=checkbox]), select")]
      .filter((node) => node.value !== (node.defaultValue ?? ""))
      .map((node) => [node.name, node.value]),
  );

function show() {
  refused();
  if (asked) return;
  if (!card?.key)
    return say([card?.said, aside, card?.nothing || words.paired].filter(Boolean).join(" · "));
  part("name").textContent = card.name;
  part("ask").textContent = card.ask;
  part("last").textContent = card.last;
  part("number").textContent = card.number?.shown || "";
  const other = ["calling", "asking"].includes(call.phase) && call.device !== kept()?.who;
  part("kind").textContent = other ? words.elsewhere : card.line;
  part("said").textContent = [card.said, aside].filter(Boolean).join(" · ");
  part("undo").hidden = !card.undo;
  const dial = part("dial");
  dial.hidden = !card.number;
  dial.classList.toggle("rung", call.phase === "rung");
  const rung = card.others.find((one) => one.id === call.number_id);
  dials(dial, (call.phase === "rung" && rung) || card.number);
  part("others").replaceChildren(
    ...card.others
      .slice(0, 3)
      .map((one) =>
        dials(make("a", { className: "chip", textContent: `${one.words} ${one.shown}` }), one),
      ),
  );
  view("card");
}

function dials(node, number) {
  if (!number) return node;
  node.href = `tel:${number.dial}`;
  node.onclick = () => touched(number);
  return node;
}

// One touch: the telephone's own program dials; the desk hears of it. She is asked when she is
// back.
function touched(number) {
  localStorage.setItem(
    CALLED,
    JSON.stringify({ card, number: number.id, at: Date.now(), note: "", minutes: null }),
  );
  line.say({ do: "touched", key: card.key, number: number.id }).catch(() => {});
}

function back() {
  const called = JSON.parse(localStorage.getItem(CALLED) || "null");
  if (!called || asked) return;
  if (card && card.key !== called.card.key) {
    localStorage.removeItem(CALLED);
    return moved(called.card, { note: called.note });
  }
  const minutes = called.minutes ?? Math.round((Date.now() - called.at) / 60000);
  question(called.card, called.number, minutes);
  document.querySelector("[name=note]").value = called.note;
  line.say({ do: "back", key: called.card.key }).catch(() => {});
}

function question(about, number, minutes) {
  asked = { ...about, number };
  part("called").textContent = about.name;
  part("guess").hidden = minutes === null;
  document.querySelector("[name=minutes]").value = minutes ?? "";
  document.querySelector("[name=note]").value = "";
  part("problem").textContent = "";
  part("outcomes").replaceChildren(
    ...about.outcomes.map((one) =>
      make(
        "button",
        {
          type: "button",
          className: one.tone,
          onclick: () => (one.asks ? more(one) : note(one, {})),
        },
        one.words,
        make("small", { textContent: one.follows }),
      ),
    ),
  );
  part("asks").hidden = true;
  part("outcomes").hidden = false;
  view("asking");
  scrollTo(0, 0);
}

function field({ name, label, hint, longest, choices, value, typed }) {
  if (value) return make("label", {}, make("input", { type: "checkbox", name, value }), label);
  const node = choices
    ? make(
        "select",
        { name },
        ...choices.map(([code, text]) => make("option", { value: code, textContent: text })),
      )
    : make("input", {
        name,
        placeholder: hint,
        maxLength: longest,
        defaultValue: name === "email" || name === "invite" ? asked.address : "",
      });
  if (typed) node.value = typed;
  if (node.name === "email" || node.name === "invite")
    Object.assign(node, { inputMode: "email", autocapitalize: "none" });
  const parts = [make("span", { textContent: label }), node];
  return make("label", {}, ...parts, ...(name === "when" ? [heard(node)] : []));
}

// What a date typed so far is understood as: said before it is kept, as on the desk.
function heard(node) {
  const said = make("small", { className: "heard", role: "status" });
  const { zone } = asked;
  let later;
  node.oninput = () => {
    clearTimeout(later);
    later = setTimeout(async () => {
      const when = node.value;
      const answer = await line.say({ do: "hear", when, zone }).catch(() => ({}));
      if (node.value !== when) return;
      said.textContent = answer.problem || (answer.said && `→ ${answer.said}`) || "";
      said.classList.toggle("bad", Boolean(answer.problem));
    }, PAUSE);
  };
  return said;
}

function more(outcome) {
  const form = part("asks");
  part("question").textContent = outcome.asks.question;
  part("fields").replaceChildren(...outcome.asks.fields.map(field));
  part("confirm").textContent = outcome.asks.confirm;
  form.onsubmit = (event) => {
    event.preventDefault();
    note(outcome, Object.fromEntries(new FormData(form)));
  };
  asked.open = outcome.code;
  form.hidden = false;
  part("outcomes").hidden = true;
}

// Kept in this browser first, then sent: now, or when the desk answers again.
async function note(outcome, fields) {
  const minutes = Number(document.querySelector("[name=minutes]").value);
  const about = asked;
  const waits = queue.waiting(about.key);
  if (waits) return void (part("problem").textContent = `${words.already} ${waits.words}`);
  const guess = !part("guess").hidden && minutes ? String(minutes * 60) : "";
  const text = document.querySelector("[name=note]").value.trim();
  const entry = queue.add({
    do: "outcome",
    key: about.key,
    company: about.company,
    number: about.number || 0,
    outcome: outcome.code,
    fields: { ...about.given, ...fields, note: text, guess },
    name: about.name,
    words: outcome.words,
  });
  about.sent = true;
  await flush();
  const left = queue.all().find((one) => one.id === entry.id);
  if (left?.refused && asked === about && card?.key === about.key) {
    queue.drop(entry.id);
    refused();
    about.sent = false;
    part("problem").textContent = left.refused;
    return;
  }
  done(words.kept);
  if (left) say(`${about.name} · ${outcome.words} · ${left.refused || words.stays}`);
}

function done(text) {
  localStorage.removeItem(CALLED);
  asked = null;
  document.querySelector("[name=note]").value = "";
  show();
  if (text && !card?.said) part("said").textContent = text;
}

let again;
async function flush() {
  clearTimeout(again);
  try {
    const next = await queue.send(line, words.refused, (said) => (aside = said));
    if (next) again = setTimeout(flush, next);
    show(); // in the place of what was said while the computer was away
  } catch (error) {
    line.on.state(error instanceof NotKnown ? "off" : "away");
    setTimeout(() => line.wake(), RETRY_AFTER);
  }
  if (kept()) status();
  refused();
}

// What the desk could not accept: with its reason, to be sent again as a call of its own, or
// dropped.
function refused() {
  const entries = queue.all().filter((entry) => entry.refused);
  part("refused").hidden = !entries.length;
  part("refused").replaceChildren(
    ...entries.map((entry) => {
      const anew = {
        refused: "",
        ...(entry.code === "noted" ? { key: `${entry.key}-${entry.id}` } : {}),
        ...(entry.code === "time" ? { pressed: Date.now() } : {}),
      };
      return make(
        "article",
        {},
        make("b", { textContent: [entry.name, entry.words].filter(Boolean).join(" · ") }),
        make("span", { textContent: entry.refused }),
        make("span", { className: "last", textContent: entry.note || entry.fields?.note || "" }),
        make(
          "div",
          { className: "foot" },
          make("button", {
            type: "button",
            className: "chip",
            textContent: words.again,
            onclick: () => (queue.change(entry.id, anew), flush()),
          }),
          make("button", {
            type: "button",
            className: "chip",
            textContent: words.drop,
            onclick: () => (queue.drop(entry.id), refused()),
          }),
        ),
      );
    }),
  );
}

part("outcome").onclick = () => question(card, card.number?.id || 0, null);
part("pass").onclick = () =>
  line.say({ do: "pass", key: card.key, company: card.company }).catch(() => {});
part("undo").onclick = () => line.say({ do: "undo", entry: card.undo }).catch(() => {});
part("return").onclick = () => done("");
part("other").onclick = () => {
  asked.open = "";
  part("asks").hidden = true;
  part("outcomes").hidden = false;
};
// A page that the telephone put away while she was talking comes back with what was typed.
for (const name of ["note", "minutes"])
  document.querySelector(`[name=${name}]`).oninput = ({ target }) => {
    const called = JSON.parse(localStorage.getItem(CALLED) || "null");
    if (called) localStorage.setItem(CALLED, JSON.stringify({ ...called, [name]: target.value }));
  };

function wake() {
  if (document.hidden || !kept()) return;
  back();
  line.wake();
}
document.addEventListener("visibilitychange", wake);
addEventListener("pageshow", (event) => event.persisted && wake());
addEventListener("online", wake);

// The code stays in the address until this telephone is paired: what gets no answer is tried again.
async function begin() {
  const [who, key] = location.hash.slice(1).split(".");
  if (key) {
    try {
      await claim(who, fromText(key), /iPhone|iPad|Android/.exec(navigator.userAgent)?.[0] || "");
    } catch (error) {
      if (!(error instanceof NotKnown)) {
        say(words.away);
        return void setTimeout(begin, RETRY_AFTER);
      }
      if (!kept()) say(words.expired);
    }
    history.replaceState(null, "", location.pathname);
    if (!kept()) return;
  }
  if (!kept()) return say(words.unpaired);
  say(words.paired);
  wake();
}
begin();

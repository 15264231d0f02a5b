// Her telephone's page: the card that the desk shows, one button that dials, and on coming back the
// question what it gave. What became of a call is only ever what she says.
import { KEPT, Line, NotKnown, kept, opened, said } from "./telephone/line.js";
import { fromText, toText } from "./telephone/sealed.js";
import * as queue from "./telephone/queue.js";
import * as storage from "./telephone/storage.js";
import * as typed from "./telephone/typed.js";

const words = document.body.dataset;
const RETRY_AFTER = 1000; // milliseconds
const SLOW = 700; // after which she is told that what she pressed is on its way
const TWICE = 350; // milliseconds within which two taps are one
const part = (name) => document.querySelector(`[data-part=${name}]`);
const named = (name) => document.querySelector(`[name=${name}]`);
const make = (tag, properties, ...children) => {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
};

let card = null; // what the desk shows
let call = {}; // where its call is
let asked = null; // the card she is asked about: it may be another one than the desk shows now
let aside = ""; // said beside what the desk says, as long as its card
let state = ""; // of the line: "with" the computer, "away" from it, "off" its list
let unheard = ""; // why what she pressed last changed nothing
let full = ""; // why the computer could not keep what waits
let dialled = 0; // when she was sent to the dialler, which some browsers take for leaving
let warned = 0; // of which touch of another telephone she was told, when she touched here
let outdated = false; // whether the desk has another version of this page

let tries = 0;
let loading;
// Does something with telephone-later.js. It is loaded once the computer has answered, so that the
// card is shown before; some browsers never ask again for an address that failed.
function withLater(act = () => {}) {
  loading ||= import(`/telephone-later.js?${tries++}`).then(({ Later }) => new Later(page));
  loading.then(act, () => (loading = null));
}

const line = new Line({
  told(content) {
    if (content.card.key !== card?.key) aside = "";
    ({ card, call } = content);
    outdated ||= (content.page ?? words.page) !== words.page;
    follow();
    show();
  },
  state(what) {
    // Taken off the list as the last one, it finds nobody to ask again.
    state = what === "away" && state === "off" ? "off" : what;
    if (state === "with") {
      unheard = "";
      withLater();
      sayBack();
    }
    const waits = status();
    show();
    if (state === "with" && waits) flush();
  },
});

// Whether the computer answers, and how much it has not got yet.
function status() {
  const waits = queue.all().filter((entry) => !entry.refused).length;
  part("line").textContent =
    (state === "with" ? words.with : words.without) +
    (waits ? ` · ${words.waiting} ${waits}` : "");
  part("status").classList.toggle("on", state === "with");
  return waits;
}

// Said as long as it is so: what is in the page alone is lost with it.
const warn = () => (part("alone").hidden = !storage.alone());

function view(name) {
  document
    .querySelectorAll("[data-view]")
    .forEach((node) => (node.hidden = node.dataset.view !== name));
}

function say(text, undo = 0) {
  part("words").textContent = text;
  part("undo-alone").hidden = !undo;
  view("words");
}

// Whether the desk moved on from the card of a question; one that is corrected is of any card.
const isLeft = (about) => card && card.key !== about.card.key && !about.fixes;

// In the dialler she is not told before she is back.
function follow() {
  const about = typed.read();
  if (about && isLeft(about) && (asked ? !asked.sent : about.closed)) left(about);
  if (call.phase === "rung" && call.key === card.key) navigator.vibrate?.([120, 60, 120]);
}

// What was typed stays on the card; the desk says what happened to it.
function left(about) {
  const { card: of, note, outcome, fields, added, closed, seen } = about;
  done("");
  const written = typed.isTyped(about) && {
    seen,
    note: note ?? of.note,
    fields: { ...fields, ...(added || of.added) },
  };
  if (closed && !written) return;
  queue.add({ do: "note", ...ofCard(of), name: of.name, outcome, seen: undefined, ...written });
  flush();
}

// What is on the screen follows from what is known: whatever was said before goes by itself.
function show() {
  // What is kept in this browser is there again after it.
  if (outdated && !asked && state === "with" && !storage.alone()) return location.reload();
  refused();
  warn();
  if (state === "off") return say(words.off);
  if (asked) return view("asking");
  const waits = queue.waiting(card?.key);
  if (waits) return say(onItsWay(waits));
  if (!card) return say(state === "away" ? words.away : words.paired);
  const said = [unheard || card.said, aside, full, card.key ? "" : card.nothing || words.paired];
  part("said").textContent = said.filter(Boolean).join(" · ");
  if (!card.key) return say(part("said").textContent, card.undo);
  for (const name of ["name", "ask", "last"]) part(name).textContent = card[name];
  part("number").textContent = card.number?.shown || "";
  const other = elsewhere();
  part("kind").textContent = other
    ? `${words.elsewhere}${warned === other ? words.anyway : ""}`
    : card.line;
  part("undo").hidden = !card.undo;
  const dial = part("dial");
  dial.dataset.call = other ? "other" : call.phase;
  dial.hidden = !card.number;
  const rung = call.phase === "rung" && card.others.find((one) => one.id === call.number_id);
  dials(dial, rung || card.number);
  part("others").replaceChildren(
    ...card.others.map((one) =>
      dials(make("a", { className: "chip" }, `${one.words} ${one.shown}`), one),
    ),
  );
  view("card");
}

// The telephone that was touched last has the call: when another one was, if it has it.
const elsewhere = () => call.device && call.device !== kept()?.who && call.at;

// A company that is in a call already is rung by a second touch only.
function dials(node, number) {
  if (!number) return node;
  node.href = `tel:${number.dial}`;
  node.onclick = (event) => {
    const other = elsewhere();
    if (!other || warned === other) return touched(number);
    event.preventDefault();
    warned = other;
    show();
  };
  return node;
}

const onItsWay = ({ name, words: given }) =>
  [name, given, full || (storage.alone() ? "" : words.stays)].filter(Boolean).join(" · ");

// Which card a message is about, and of which data: after a restore keys begin again.
const ofCard = ({ key, company, of_data, seen }) => ({ key, company, of_data, seen });

// One touch: the telephone's own program dials; the desk hears of it. She is asked when she is
// back.
function touched(number) {
  dialled = Date.now();
  const about = { number: number.id, at: dialled, back: 0, told: 0, minutes: undefined };
  tell(typed.begin(card, about), "touched").catch(() => {});
}

// A guess is of the time until she came back first, also where the page comes again later.
function back() {
  dialled = 0;
  const called = typed.read();
  if (!called || called.closed || asked) return;
  if (isLeft(called)) return left(called);
  if (called.at) {
    called.back ||= Date.now();
    typed.change({ back: called.back });
    sayBack();
  }
  question(called);
}

// What a touch was: of which number, and when.
const tell = ({ card: of, number, at }, what) =>
  line.say({ do: what, ...ofCard(of), number, pressed: at });

// That she is back says the touch as well: both messages may be lost, until one has its answer.
function sayBack() {
  const about = typed.read();
  if (!about?.back || about.told) return;
  tell(about, "back").then(() => typed.change({ told: 1 }), () => {});
}

function question(about) {
  const { number, at, pressed, seen } = about;
  asked = { ...about.card, number, pressed, seen };
  part("called").textContent = asked.name;
  part("guess").hidden = !at;
  named("minutes").value =
    about.minutes ??
    ((at && Math.max(0, Math.round(((about.back || Date.now()) - at) / 60000))) || "");
  named("note").value = about.note ?? asked.note;
  const added = about.added || asked.added || {};
  part("added").reset();
  part("added").firstElementChild.open = false;
  typed.fill(part("added"), { fields: added, ticks: Object.keys(added) });
  part("outcomes").replaceChildren(
    ...asked.outcomes.map((one) =>
      make(
        "button",
        {
          type: "button",
          className: one.tone,
          onclick: () => (one.asks ? more(one) : note(one, {})),
        },
        one.words,
        make("small", {}, one.follows),
      ),
    ),
  );
  choose();
  const open = asked.outcomes.find((one) => one.code === about.outcome);
  if (open?.asks) more(open, about);
  view("asking");
  scrollTo(0, 0);
}

// The outcomes, or the panel of one: what was wrong in another says nothing here.
function choose(open = false) {
  wrong("");
  part("asks").hidden = !open;
  part("outcomes").hidden = open;
}

// Said below what she pressed, on the screen, as long as she corrects nothing.
function wrong(text) {
  part("problem").textContent = text;
  part("problem").scrollIntoView({ block: "nearest" });
}

// What is typed while she is asked is kept as it is typed.
addEventListener("input", ({ target }) => {
  wrong("");
  if (["note", "minutes"].includes(target.name)) typed.change({ [target.name]: target.value });
  else if (target.form === part("added")) typed.change({ added: typed.adds(target.form) });
  else if (target.form === part("asks")) keepFields();
  warn();
});

const keepFields = () =>
  typed.change({
    outcome: asked.open || "",
    fields: typed.filled(part("fields")),
    ticks: typed.ticked(part("fields")),
  });

// What is typed is said back as it is understood, as on the desk.
const hears = (node) =>
  node.addEventListener("input", () => withLater((later) => later.hear(node)));

function more(outcome, before = {}) {
  const form = part("asks");
  part("question").textContent = outcome.asks.question;
  part("fields").innerHTML = outcome.asks.fields;
  part("fields").querySelectorAll("[data-hear]").forEach(hears);
  typed.fill(form, before);
  part("confirm").textContent = outcome.asks.confirm;
  part("confirm").className = `keep ${outcome.asks.tone}`;
  form.onsubmit = (event) => {
    event.preventDefault();
    // A slip in an address: the first press takes the correction, the next one keeps it.
    const slip = [...form.elements].find((node) => node.better);
    if (slip) return slip.closest(".asked").querySelector("button").click();
    note(outcome, Object.fromEntries(new FormData(form)));
  };
  asked.open = outcome.code;
  keepFields();
  choose(true);
}

// Kept in this browser first, then sent: now, or when the desk answers again.
async function note(outcome, fields) {
  const minutes = +named("minutes").value;
  const about = asked;
  const before = typed.read();
  const waits = queue.waiting(about.key);
  if (waits) return wrong(`${words.already} ${waits.words}`);
  const guess = minutes > 0 && !part("guess").hidden ? `${minutes * 60}` : "";
  const text = named("note").value.trim();
  const entry = queue.add({
    do: "outcome",
    ...ofCard(about),
    number: about.number || 0,
    outcome: outcome.code,
    fields: { ...about.given, ...typed.adds(part("added")), ...fields, note: text, guess },
    name: about.name,
    words: outcome.words,
    about: before,
    pressed: before?.pressed || Date.now(),
  });
  queue.drop(before?.fixes);
  about.sent = true;
  typed.drop(); // from now on it is what waits to be sent that is kept
  const slow = setTimeout(() => asked === about && done(""), SLOW);
  await flush();
  clearTimeout(slow);
  if (asked !== about) return;
  const left = queue.all().find((one) => one.id === entry.id);
  if (left?.refused && (before?.fixes || card?.key === about.key)) {
    about.sent = false;
    if (before?.fixes) before.fixes = entry.id;
    else queue.drop(entry.id);
    typed.write(before);
    return wrong(left.refused);
  }
  done(left ? "" : words.kept);
}

function done(text) {
  typed.drop();
  asked = null;
  named("note").value = "";
  show();
  if (text && !card?.said) part("said").textContent = text;
}

let again;
async function flush() {
  clearTimeout(again);
  try {
    const next = await queue.send(line, words, (answer) => {
      aside = answer.said || aside;
      full = answer.full || "";
    });
    if (next) again = setTimeout(flush, next);
    show(); // in the place of what was said while the computer was away
  } catch (error) {
    line.lost(error);
  }
  if (kept()) status();
}

// What the desk could not accept stands below all else.
function refused() {
  if (queue.all().some((entry) => entry.refused)) withLater((later) => later.showRefused());
  else part("refused").replaceChildren();
}

part("outcome").onclick = () => question(typed.begin(card));
part("return").onclick = () => {
  const about = typed.change({ closed: true });
  asked = null;
  if (about?.fixes) {
    queue.change(about.fixes, { about });
    typed.drop();
  }
  show();
};
part("other").onclick = () => {
  asked.open = "";
  typed.change({ outcome: "", fields: {}, ticks: [] });
  choose();
};

// Pressed and not kept here.
for (const name of ["pass", "undo", "undo-alone"])
  part(name).onclick = () =>
    withLater((later) =>
      later.press(part(name), { do: name.slice(0, 4), ...ofCard(card), entry: card.undo }),
    );

// Whatever she taps twice is tapped once: under the second tap lies another button by then, and it
// may be the one that dials the next company, or passes it over.
const { style } = document.body;
addEventListener("click", ({ target }) => {
  if (!target.closest("a, button")) return;
  style.pointerEvents = "none";
  setTimeout(() => (style.pointerEvents = ""), TWICE);
});

function wake() {
  if (!(card || kept())) return;
  if (document.hidden) return line.sleep();
  back();
  line.wake();
}
document.addEventListener("visibilitychange", wake);
addEventListener("pageshow", (event) => event.persisted && wake());
addEventListener("online", wake);
addEventListener("pointerdown", () => line.hurry());
addEventListener("beforeunload", (event) => {
  if (Date.now() - dialled > RETRY_AFTER && storage.alone()) event.preventDefault();
});

// The code stays in the address until this telephone is paired: what gets no answer is tried again.
async function begin() {
  const [who, key] = location.hash.slice(1).split(".");
  if (key) {
    try {
      withLater();
      await (await loading).claim(who, key);
    } catch (error) {
      if (!(error instanceof NotKnown)) {
        say(words[error.why || "away"]);
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
// What telephone-later.js may use of this page.
const page = { line, queue, typed, words, part, make, keepFields, question, left, wrong, flush };
Object.assign(page, { KEPT, NotKnown, opened, said, fromText, toText, storage });
page.asked = () => asked;
page.unheard = (why) => (unheard = why) && show();
begin();

// A desk telephone, a provider or a telephone system is asked to dial. What it answers is said
// beside the number. A telephone system says what becomes of the call: the clock then counts the
// time that the two were connected, and the call can be ended from here.
import { headers } from "./js/renewal.js";

const EVERY = 1000;
const DOUBLE = 1500; // after an answer: a second press so soon is of the same finger
const beside = () => document.querySelector("[data-beside]");
const hangUp = () => document.querySelector("[data-hang-up]");
let call = ""; // the identifier of the call that is followed
let late = ""; // that of a question to dial whose answer is still to come
let phase = "";
let dialling = ""; // card and number that are being dialled: a second press would dial them again

const key = () => document.querySelector("form[data-loop]")?.elements.key.value;

async function post(address, fields) {
  const answer = await fetch(address, {
    method: "POST",
    body: new URLSearchParams(fields),
    headers: headers(),
  });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

// Without an answer nothing is known of the call, which is said.
const tried = (address, fields) =>
  post(address, fields).catch(() => ({ said: beside()?.dataset.unanswered, refused: true }));

function show(answer) {
  if (beside() && answer.said !== undefined) {
    beside().textContent = answer.said;
    beside().className = answer.refused ? "error" : "muted small";
  }
  if (hangUp()) hangUp().hidden = !call;
}

document.addEventListener("click", async (event) => {
  const dialled = event.target.closest("[data-dial]");
  const desk = document.getElementById("desk");
  if (!dialled || event.toTelephone || !beside() || !desk?.hasAttribute("data-way-asks")) return;
  const of = key();
  const form = document.querySelector("form[data-loop]");
  const number = dialled.dataset.dial || form.elements.number.value;
  const one = `${of} ${number}`;
  if (dialling === one) return;
  dialling = one;
  const answer = await tried(beside().dataset.ask, { number });
  if (key() !== of) return; // it is of the card before
  call = answer.call || "";
  late = answer.late || "";
  phase = "";
  if (answer.refused) free(one);
  else if (!call && !late) setTimeout(free, DOUBLE, one);
  show(answer);
});

const free = (one) => dialling === one && (dialling = "");

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-hang-up]");
  if (!button || !call) return;
  took(call, await tried(button.dataset.hangUp, { call }));
  dialling = "";
});

function took(followed, answer) {
  if (followed !== (call || late)) return; // another call was begun meanwhile
  call = answer.call ?? call;
  late = answer.late || "";
  if (answer.phase && answer.phase !== phase) {
    phase = answer.phase;
    document.dispatchEvent(new CustomEvent(`decroche:${phase}`));
    if (phase === "ended") call = "";
  }
  if (!call && !late) dialling = "";
  show(answer);
}

// The next card is there: what becomes of the call before is of no interest any more.
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target?.id === "desk") call = late = dialling = "";
});

async function follow() {
  const followed = call || late;
  if (!followed || !beside()) return;
  took(followed, await post(beside().dataset.phase, { call: followed }));
}
const again = () =>
  setTimeout(
    () =>
      follow()
        .catch(() => {}) // the next turn asks again
        .finally(again),
    EVERY,
  );
again();

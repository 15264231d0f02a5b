// Dialling starts the clock of the call; its seconds travel with the outcome.
let started = 0;
let ended = 0; // when the call was over, where a telephone system says so
const STORE = "decroche-call";
const card = () => document.querySelector("form[data-loop]")?.elements.key.value;

function begin(at = Date.now()) {
  [started, ended] = [at, 0];
  keep();
}

function end(at = Date.now()) {
  ended = at;
  keep();
  shown();
}

const keep = () => sessionStorage.setItem(STORE, JSON.stringify([card(), started, ended]));

// The button says so while a call is under way.
const calling = () =>
  document.documentElement.classList.toggle("calling", started > 0 && !ended);

const shown = () => {
  calling();
  const seconds = Math.round(((ended || Date.now()) - started) / 1000);
  document.querySelectorAll("[data-clock]").forEach((node) => {
    node.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  });
  document.querySelectorAll("input[name=seconds]").forEach((node) => (node.value = seconds));
};

// A program that is missing, or that asks before it dials, must not take the keyboard away: the
// address is opened from a frame of its own, and the page keeps the focus.
function open(address) {
  const frame = Object.assign(document.createElement("iframe"), { hidden: true, src: address });
  document.body.append(frame);
  setTimeout(() => frame.remove(), 2000);
  window.focus();
}

// Who dials by hand does so as she answers: the clock runs from then on.
function askHow(dialog) {
  const byHand = dialog.querySelector("[value=own]");
  byHand.onclick = () => begin();
  dialog.onclose = () => (byHand.onclick = null);
  dialog.showModal();
}

document.addEventListener("click", (event) => {
  const dialled = event.target.closest("[data-dial]");
  if (!dialled || event.toTelephone) return;
  const onTelephone = matchMedia("(pointer: coarse)").matches;
  // On a telephone the telephone itself dials; elsewhere she says once how she does.
  if (dialled.dataset.asks && !onTelephone) {
    event.preventDefault();
    return askHow(document.querySelector(dialled.dataset.asks));
  }
  if (onTelephone) dialled.href = dialled.dataset.tel;
  else {
    event.preventDefault();
    if (dialled.getAttribute("href") !== "#") open(dialled.href);
  }
  // A second number was dialled: the call is logged with it.
  if (dialled.dataset.dial)
    document
      .querySelectorAll("form[data-loop] input[name=number]")
      .forEach((node) => (node.value = dialled.dataset.dial));
  if (!started || ended) begin();
  shown();
});
// A telephone system says when the two are connected, and when the call is over (asked.js).
document.addEventListener("decroche:answered", () => {
  begin();
  shown();
});
document.addEventListener("decroche:ended", () => end());
// Her telephone dials: the clock starts with the touch there, and stops when she is back from it.
document.addEventListener("decroche:dialled", ({ detail }) => {
  if (detail.number)
    document
      .querySelectorAll("form[data-loop] input[name=number]")
      .forEach((node) => (node.value = detail.number));
  if (!started || (ended && !detail.back)) begin(Date.now() - detail.ago);
  if (detail.back) end(ended || Date.now());
  shown();
});
// A card that was refused, or that was loaded again, is still the one of the call.
function arrive() {
  const [of, at, over] = JSON.parse(sessionStorage.getItem(STORE) || "[]");
  if (of && of === card()) {
    [started, ended] = started ? [started, ended] : [at, over];
    return shown();
  }
  started = ended = 0;
  calling();
}
document.addEventListener(
  "htmx:afterSwap",
  (event) => event.detail.target?.id === "desk" && arrive(),
);
addEventListener("DOMContentLoaded", arrive);
setInterval(() => started && shown(), 1000);

// Her telephone beside the desk: Space puts the number on it, its touch starts the clock here, and
// what is noted there brings the next card here. Without one the button dials as it always did.
import { headers } from "./renewal.js";

const EVERY = 600;
const there = () => document.body.dataset.telephone;
const form = () =>
  // not one of a call made elsewhere
  document.querySelector("form[data-loop]:not(:has([name=origin]:not([value=''])))");
let known = 0;
let pressing = false;

// While an outcome pressed here is on its way, its own answer brings the next card.
document.addEventListener("decroche:pressed", () => (pressing = true));
for (const name of ["htmx:afterSwap", "decroche:outbox"])
  document.addEventListener(name, () => (pressing = false));

document.addEventListener(
  "click",
  (event) => {
    const dialled = event.target.closest("[data-dial]");
    if (!dialled || !there() || !form()) return;
    event.preventDefault();
    event.toTelephone = true;
    const body = new URLSearchParams({
      key: form().elements.key.value,
      number: dialled.dataset.dial || form().elements.number.value,
    });
    ring(body);
  },
  true,
);

async function ring(body) {
  const answer = await fetch(document.body.dataset.ring, {
    method: "POST",
    body,
    headers: headers(),
  }).catch(() => null);
  say(answer?.ok ? (await answer.json()).phase : "unrung");
}

function say(phase, words) {
  const node = document.querySelector("[data-beside]");
  if (node) node.textContent = words || node.dataset[phase] || "";
}

async function look() {
  if (document.hidden || !there() || !form()) return;
  const answer = await fetch(there(), { cache: "no-store" });
  if (!answer.ok) return;
  const state = await answer.json();
  if (state.n === known || pressing) return;
  const key = form()?.elements.key.value;
  // It was noted on the telephone. Who is typing here is not interrupted: what is typed is kept.
  if (state.shown !== null && state.shown !== key) {
    if (document.activeElement?.matches("textarea, fieldset.panel input")) return say("moved");
    return window.htmx.ajax("GET", location.pathname, { target: "#desk", swap: "outerHTML" });
  }
  known = state.n;
  if (state.key !== key) return;
  say(state.phase, state.words);
  // Also when this page was not looked at meanwhile.
  if (state.at)
    document.dispatchEvent(
      new CustomEvent("decroche:dialled", {
        detail: { number: state.number_id, ago: state.ago, back: state.phase === "asking" },
      }),
    );
}
const again = () =>
  setTimeout(
    () =>
      look()
        .catch(() => {})
        .finally(again),
    EVERY,
  );
again();

// The number as a picture that any telephone reads.
document.addEventListener("click", async (event) => {
  const opener = event.target.closest("[data-picture]");
  if (!opener) return;
  event.preventDefault();
  const dialog = document.getElementById("code");
  dialog.querySelector("[data-part=code]").innerHTML = await (
    await fetch(opener.dataset.picture)
  ).text();
  dialog.showModal();
});

import "./js/answers.js";
import "./js/beside.js";
import "./js/dial.js";
import "./js/fill.js";
import "./js/first-words.js";
import "./js/other.js";

// The call screen while she writes. A card that comes would take the field away in the middle of a
// word, and its other letters would be keys of that card: it waits until she has left the field.
const FIELDS = "#desk textarea, #desk input:not([type=checkbox]), #desk select";
const note = () => document.querySelector("textarea[data-note]");
let typed = false;

function say(word) {
  const line = document.querySelector(".last");
  if (line) line.textContent = document.querySelector("form[data-loop]").dataset[word];
}

document.addEventListener("input", ({ target }) => {
  typed ||= target.matches(FIELDS);
  if (target === note() && target.textLength >= target.maxLength) say("full");
});
document.addEventListener("decroche:pressed", () => (typed = false));
document.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (detail.target?.id === "desk") typed = false;
});

document.addEventListener("decroche:arrives", (event) => {
  const field = document.activeElement;
  if (!typed || !field?.matches(FIELDS)) return;
  event.preventDefault();
  say("comes");
  field.addEventListener("blur", function left() {
    if (document.activeElement === field) return; // only the window was left
    field.removeEventListener("blur", left);
    event.detail();
  });
});

// She goes on writing after the words that are kept.
document.addEventListener("decroche:filled", () => {
  if (note() !== document.activeElement) note().selectionStart = note().textLength;
});

// Escape leaves the note and keeps its text; Ctrl+Enter keeps the outcome that is open, else leaves
// it.
document.addEventListener("keydown", (event) => {
  if (event.target !== note()) return;
  const confirms = event.key === "Enter" && (event.ctrlKey || event.metaKey);
  if (event.key !== "Escape" && !confirms) return;
  event.preventDefault();
  const open =
    confirms &&
    document.querySelector("fieldset.panel[data-exclusive]:not([hidden]) [data-confirm]");
  if (open) open.click();
  else note().blur();
});

// When a call from elsewhere was made, as she types it: kept in this tab until the call is logged.
const made = () => document.querySelector("[data-made]");
const kept = () => `decroche-made:${note()?.dataset.note}`;
document.addEventListener("input", ({ target }) => {
  if (target === made()) sessionStorage.setItem(kept(), target.value);
});
document.addEventListener("decroche:logged", () => sessionStorage.removeItem(kept()));
addEventListener("DOMContentLoaded", () => {
  const text = made() && !made().value && sessionStorage.getItem(kept());
  if (!text) return;
  made().value = text;
  made().dispatchEvent(new Event("input", { bubbles: true }));
});

// A key pressed twice logs one call: within a second of the arrival of the next card, an outcome
// that asks nothing is asked for once more, unless that card was dialled or written on.
const FRESH = 1000;
let arrived = -FRESH;
let touched = false;

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target?.id !== "desk" || !document.querySelector("#desk[data-logged]")) return;
  arrived = performance.now();
  touched = false;
});
document.addEventListener("input", () => (touched = true));
document.addEventListener(
  "click",
  (event) => event.target.closest("[data-dial]") && (touched = true),
);

document.addEventListener(
  "click",
  (event) => {
    const press = event.target.closest(
      "form[data-loop] button[type=submit]:not([data-ask]):not([data-confirm])",
    );
    if (!press?.name || touched || performance.now() - arrived > FRESH) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const outcome = press.querySelector("b")?.textContent || press.textContent.trim();
    document.querySelector(".last").textContent = `${press.form.dataset.again} ${outcome}`;
  },
  true,
);

// Undo and “pass over” pressed twice by mistake would take back two calls, or pass over two cards:
// the second press counts neither while the answer is on its way nor just after it came.
const TWICE = 500;
let last = {};
document.addEventListener(
  "click",
  (event) => {
    const key = event.target.closest('[data-key="ctrl+z"], [data-key="s"]')?.dataset.key;
    if (!key) return;
    if (last.key === key && performance.now() - last.at < TWICE) {
      event.preventDefault();
      event.stopImmediatePropagation();
    } else last = { key, at: performance.now() };
  },
  true,
);
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (detail.target?.id !== "desk") return;
  if (detail.successful) last.at = performance.now();
  else last = {}; // nothing was done: she may press again at once
});

// A fault that was said beside a field is gone as soon as the field is filled in.
document.addEventListener("input", ({ target }) => {
  const place = target.value ? target.closest("fieldset.field, label.field") : null;
  place?.querySelectorAll("[aria-invalid]").forEach((node) => (node.ariaInvalid = null));
  place?.querySelectorAll(".error").forEach((node) => (node.hidden = true));
});

// A form that makes a page anew is sent once: the same button pressed again while the answer is on
// its way would do the same thing twice. What htmx sends does not come here.
const ANSWERED = 10000;
const sent = new WeakMap();
addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  const before = sent.get(form);
  if (before?.button === event.submitter && performance.now() - before.at < ANSWERED)
    event.preventDefault();
  else sent.set(form, { button: event.submitter, at: performance.now() });
});
// A page that comes back from the browser's memory may be sent again.
addEventListener("pageshow", () =>
  document.querySelectorAll("form").forEach((form) => sent.delete(form)),
);

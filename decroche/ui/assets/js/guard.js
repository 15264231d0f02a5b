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

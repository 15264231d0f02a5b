// An address whose slip was corrected: what she typed stands beneath, and ↑ or Ctrl+Z in the field
// (or a click) brings it back. The note keeps it, so that it is offered again after a reload and
// once the call is taken back.
const first = (field) => field.closest("fieldset").querySelector("[name=email_typed]");

function show(field) {
  const kept = first(field);
  const line = kept?.closest("[data-typed]");
  if (!line) return;
  const chip = line.querySelector("button");
  chip.dataset.fill = chip.querySelector("span").textContent = kept.value;
  line.hidden = !kept.value || kept.value === field.value;
}

// Before the click fills the field: it still holds what she typed.
document.addEventListener(
  "click",
  (event) => {
    const chip = event.target.closest("[data-into]");
    const field = chip && document.querySelector(chip.dataset.into);
    if (!field || !first(field)) return;
    if (chip.matches("[data-slip]")) first(field).value = field.value;
    else if (chip.closest("[data-typed]")) field.dataset.corrected = chip.dataset.fill;
  },
  true,
);
document.addEventListener("input", (event) => {
  if (event.target.matches("[data-heard]")) show(event.target);
});
document.addEventListener("keydown", (event) => {
  const back =
    event.key === "ArrowUp" ||
    ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "z");
  if (!back || !event.target.matches("[data-heard]")) return;
  const line = first(event.target)?.closest("[data-typed]");
  if (!line || line.hidden) return;
  event.preventDefault();
  line.querySelector("button").click();
});
document.addEventListener("decroche:filled", () =>
  document.querySelectorAll("[data-heard]").forEach(show),
);

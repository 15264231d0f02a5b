// ↓ in a field for a moment takes the other day that she may mean (_heard_when.html); in a panel of
// the call screen, else what her note says of it (_from_note.html).
function offered(field) {
  const panel = field.closest("fieldset.panel");
  if (panel) return panel.querySelector("[data-other]") || panel.querySelector("[data-from-note]");
  const heard = document.getElementById(field.getAttribute("aria-describedby"));
  return heard?.querySelector("[data-other]");
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "ArrowDown" || !event.target.matches("input")) return;
  const offer = offered(event.target);
  if (!offer) return;
  event.preventDefault();
  offer.click();
});

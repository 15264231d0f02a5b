// ↓ in a field for a moment takes the other day that she may mean (_heard_when.html); in a panel of
// the call screen, else what her note says of it (_from_note.html), one after the other.
const taken = (offer) => document.querySelector(offer.dataset.into).value === offer.dataset.fill;

function offered(field) {
  const panel = field.closest("fieldset.panel");
  if (panel)
    return (
      panel.querySelector("[data-other]") ||
      [...panel.querySelectorAll("[data-from-note]")].find((offer) => !taken(offer))
    );
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

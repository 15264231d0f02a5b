// ↓ in a field for a moment takes the other day that she may mean (_heard_when.html); in a panel of
// the call screen, else what her note says of that field (_from_note.html), one after the other.
// Where nothing is offered for it any more, ↓ goes on to the next field that is still empty.
const into = (offer) => document.querySelector(offer.dataset.into);

function offered(field) {
  const panel = field.closest("fieldset.panel");
  if (panel) {
    const other = panel.querySelector("[data-other]");
    if (other && into(other) === field) return other;
    const noted = [...panel.querySelectorAll("[data-from-note]")].filter(
      (offer) => into(offer).value !== offer.dataset.fill,
    );
    const here = noted.find((offer) => into(offer) === field);
    return here || noted.find((offer) => !into(offer).value);
  }
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

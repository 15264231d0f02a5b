// On a telephone she reads her first words from here: they stand whole, and the notice with them,
// as long as the first question stays above the keys.
function unfold() {
  if (innerWidth > 760) return;
  const bottom = () => document.querySelector(".qualify .chip")?.getBoundingClientRect().bottom;
  for (const words of document.querySelectorAll(".script .long")) {
    words.classList.add("open");
    if (!(bottom() < document.querySelector(".outcomes").getBoundingClientRect().top))
      words.classList.remove("open");
  }
}

// After folds.js, which says what is long at the same moments.
document.addEventListener("htmx:afterSettle", unfold);
addEventListener("DOMContentLoaded", unfold);
addEventListener("resize", unfold);
document.fonts?.ready.then(unfold);

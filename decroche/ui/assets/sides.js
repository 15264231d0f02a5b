// A digit flips a line of two cards compared: the field is taken from the other one, or no longer.
document.addEventListener("click", (event) => {
  const name = event.target.closest("[data-side]")?.dataset.side;
  const sides = name
    ? [...document.querySelectorAll(`input[type=radio][name="${CSS.escape(name)}"]`)]
    : [];
  const next = sides.find((side) => !side.checked);
  if (next) next.checked = true;
});

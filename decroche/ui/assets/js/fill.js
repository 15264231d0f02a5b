// A suggestion (data-fill) is written into its field (data-into).
document.addEventListener("click", (event) => {
  const suggestion = event.target.closest("[data-fill]");
  if (!suggestion) return;
  const field = document.querySelector(suggestion.dataset.into);
  field.value = suggestion.dataset.fill;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
});

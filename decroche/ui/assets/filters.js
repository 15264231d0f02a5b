// Filters apply as they are changed; without this script the button does.
document.addEventListener("change", (event) => {
  const form = event.target.form?.closest("form[data-auto]");
  if (form && event.target.matches("select, [type=checkbox]")) form.requestSubmit();
});

// Short messages leave by themselves; those that offer to take something back stay longer.
const seen = new WeakSet();
function watch() {
  document.querySelectorAll(".message").forEach((node) => {
    if (seen.has(node)) return;
    seen.add(node);
    setTimeout(() => node.remove(), node.querySelector("button") ? 15000 : 7000);
  });
}
document.addEventListener("htmx:afterSettle", watch);
addEventListener("DOMContentLoaded", watch);

// Filters apply as they are changed; without this script the button does.
document.addEventListener("change", (event) => {
  const form = event.target.form?.closest("form[data-auto]");
  if (form && event.target.matches("select, [type=checkbox]")) form.requestSubmit();
});

// The page of the file, choosing rows of the list: the bar of verbs shows how many are chosen.
function count() {
  const bar = document.querySelector("[data-bulk]");
  if (!bar) return;
  const all = document.querySelector("[data-all]")?.checked;
  const chosen = document.querySelectorAll("input[name=company]:checked").length;
  bar.hidden = !all && !chosen;
  bar.querySelector("[data-count]").textContent = all ? bar.dataset.total : chosen;
  bar.querySelector("input[name=everything]").value = all ? "1" : "";
}
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-all]"))
    document
      .querySelectorAll("input[name=company]")
      .forEach((box) => (box.checked = event.target.checked));
  else if (!event.target.matches("input[name=company]")) return;
  else if (!event.target.checked && document.querySelector("[data-all]"))
    document.querySelector("[data-all]").checked = false;
  count();
});
// Rows of the long list that arrive later follow the choice of all.
document.addEventListener("htmx:afterSwap", (event) => {
  if (document.querySelector("[data-all]")?.checked)
    document.querySelectorAll("input[name=company]").forEach((box) => (box.checked = true));
  event.target.closest?.(".block")?.classList.add("loaded");
});
addEventListener("pageshow", count);

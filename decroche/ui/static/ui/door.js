// The door was shown instead of the answer to a form of this tab: what was typed into it is kept
// in this browser (js/typed.js), and the link leads back to its page.
const STORE = "decroche-typed";
const tab = sessionStorage.getItem(STORE);
const entries = JSON.parse(localStorage.getItem(STORE) || "[]");
const mine = entries.filter((one) => tab && one.tab === tab);
if (mine.length && document.querySelector("[data-of-a-form]")) {
  for (const one of mine) one.refused = true;
  localStorage.setItem(STORE, JSON.stringify(entries));
  document.querySelector("[data-of-a-form]").hidden = false;
  document.querySelector("a.go").href = mine[mine.length - 1].path;
}

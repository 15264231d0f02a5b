// The door was shown instead of the answer to a form of this tab: what was typed into it is kept
// in this browser (js/typed.js), and the link leads back to its page. Somebody who has left the team is shown it instead, to be copied.
const STORE = "decroche-typed";
const tab = sessionStorage.getItem(STORE);
const entries = JSON.parse(localStorage.getItem(STORE) || "[]");
const mine = entries.filter((one) => tab && one.tab === tab);
if (mine.length && document.querySelector("[data-of-a-form]")) {
  for (const one of mine) one.refused = true;
  localStorage.setItem(STORE, JSON.stringify(entries));
  document.querySelector("[data-of-a-form]").hidden = false;
  const typed = document.querySelector("[data-typed]");
  if (typed) typed.value = mine.flatMap(({ fields }) => fields.map((one) => one[2])).join("\n\n");
  else document.querySelector("a.go").href = mine[mine.length - 1].path;
}

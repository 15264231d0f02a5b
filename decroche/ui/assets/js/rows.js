// In a shared workspace: the rows of a list ([data-was]: how each stood when its page was made) are
// marked where they stand; nothing moves, and nothing that is typed or chosen is lost. What may not
// be called any more loses its button; what a colleague has before them waits.
const IN_VIEW = 60;
const KEPT = "decroche-refreshed";

const company = (row) => row.dataset.was.split(".")[0];
const said = () => document.getElementById("changed");

// Those on the screen, and half a screen before and after it.
export function rowsInView() {
  const near = (row) => {
    const { top, bottom } = row.getBoundingClientRect();
    return bottom > -innerHeight / 2 && top < innerHeight * 1.5;
  };
  return [...document.querySelectorAll("[data-was]")].filter(near).slice(0, IN_VIEW);
}

export function markRows(rows, node) {
  for (const row of rows) {
    const line = node.querySelector(`[data-row="${company(row)}"]`);
    mark(row, line?.dataset.how ?? "", line?.textContent ?? "");
  }
  const how = ":is([data-how='changed'], [data-how='stopped'])";
  const changed = document.querySelectorAll(`[data-was]${how}`);
  const count = new Set([...changed].map(company)).size;
  const { one, many } = said().dataset;
  said().firstElementChild.textContent = count === 1 ? one : many.replace("#", count);
  document.getElementById("messages").append(said());
  said().hidden = !count;
}

function mark(row, how, words) {
  row.dataset.how = how;
  const slot = row.querySelector("[data-said]");
  const bad = how === "stopped";
  slot.textContent = words;
  slot.hidden = !words;
  slot.className = !words ? "" : slot.tagName === "P" ? "notice" : "tag";
  if (bad) slot.classList.add(slot.tagName === "P" ? "bad" : "no");
  if (bad) for (const number of row.querySelectorAll(".tel")) number.textContent = "";
  for (const form of row.querySelectorAll("[data-calls]"))
    if (bad) form.replaceWith(form.querySelector("strong") ?? "");
    else form.querySelector("button").disabled = how === "held";
}

// “Refresh” loads the page anew and puts what is typed and chosen back into it.
const fieldsOf = (form) =>
  [...form.elements].filter((node) => node.name && !["hidden", "password"].includes(node.type));
const same = (one, other) => one.action === other.action && one.name === other.name;
const entry = (node) => ({
  action: node.form.getAttribute("action"),
  name: node.name,
  value: node.value,
  chosen: node.type === "checkbox",
});

document.addEventListener("click", ({ target }) => {
  if (!target.closest("#changed button")) return;
  const kept = [...document.querySelectorAll("main form[method='post']")]
    .flatMap(fieldsOf)
    .filter((node) => (node.type === "checkbox" ? node.checked : node.value !== node.defaultValue))
    .map(entry);
  sessionStorage.setItem(KEPT, JSON.stringify({ path: location.href, kept }));
  location.reload();
});

function putBack() {
  const { path, kept } = JSON.parse(sessionStorage.getItem(KEPT) || "{}");
  sessionStorage.removeItem(KEPT);
  if (path !== location.href) return;
  for (const one of kept) {
    const form = [...document.forms].find((form) => form.getAttribute("action") === one.action);
    if (!form) continue;
    const fields = fieldsOf(form).filter((node) => same(one, entry(node)));
    if (!one.chosen) fields.forEach((node) => (node.value = one.value));
    else choose(form, fields, one);
  }
}

// A row that was chosen and has not come into view yet stays chosen.
function choose(form, boxes, { name, value }) {
  let box = boxes.find((node) => node.value === value);
  if (!box) {
    box = Object.assign(document.createElement("input"), { type: "checkbox", name, value });
    box.hidden = true;
    form.append(box);
  }
  box.checked = true;
  box.dispatchEvent(new Event("change", { bubbles: true }));
}
document.addEventListener("htmx:afterSwap", () => {
  for (const stands of document.querySelectorAll("input[type='checkbox'][hidden]")) {
    const row = `[data-was] input[name="${stands.name}"][value="${stands.value}"]`;
    const box = document.querySelector(row);
    if (!box) continue;
    box.checked = true;
    stands.remove();
  }
});
putBack();

// The desk says what waits in this browser, and what was refused with its reason: to be corrected
// and sent again, or dropped.
import { changed, drain, waiting } from "./outbox.js";
import { desk } from "./renewal.js";
import { change, drop } from "./store.js";

const hour = (moment) =>
  new Date(moment).toLocaleString(document.documentElement.lang, {
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
  });
const nameOf = (entry) => [entry.card, entry.said, hour(entry.pressed)].filter(Boolean).join(" · ");

function field(entry, [name, label]) {
  const node = document.createElement("label");
  const text = Object.assign(document.createElement("input"), {
    name,
    value: entry.values.find(([other]) => other === name)?.[1] || "",
  });
  node.className = "field";
  node.append(Object.assign(document.createElement("span"), { textContent: label }), text);
  return node;
}

function line(entry, template) {
  const node = template.content.firstElementChild.cloneNode(true);
  const part = (name) => node.querySelector(`[data-part=${name}]`);
  part("name").textContent = nameOf(entry);
  const dropped = entry.state === "dropped";
  part("why").textContent = dropped ? template.dataset.dropped : entry.why;
  part("fields").append(...entry.fields.map((one) => field(entry, one)));
  part("again").hidden = entry.state !== "refused" || !entry.path || entry.code === "other";
  part("again").onclick = () => again(entry, node);
  part("drop").hidden = dropped;
  part("drop").onclick = () => letGo(entry);
  return node;
}

// What waits may be on its way, or with the desk already: outbox.js finds out.
async function letGo(entry) {
  await (entry.state ? drop(entry.id) : change(entry.id, { state: "dropped" }));
  changed();
  drain();
}

// A call that was noted already is a second one; one of another day is noted at the present time;
// one of a page of before a restore is sent as of now, since she has read that: as a call of its
// own, and with the name of its card, under whose key another company may stand by now.
async function again(entry, node) {
  const typed = Object.fromEntries(
    [...node.querySelectorAll("input")].map((input) => [input.name, input.value]),
  );
  const replaced = entry.code === "replaced";
  const key = replaced || entry.code === "noted" ? `${entry.key}-${Date.now()}` : entry.key;
  const values = [...entry.values, ...(replaced ? [["card", entry.card]] : [])]
    .filter(([name]) => !replaced || name !== "form_key")
    .map(([name, value]) => [name, name === "key" ? key : (typed[name] ?? value)]);
  await change(entry.id, {
    values,
    key,
    pressed: entry.code === "time" ? Date.now() : entry.pressed,
    state: "",
    why: "",
  });
  changed();
  drain();
}

// What is sent at the first try is not spoken of.
async function show() {
  const box = document.querySelector("[data-outbox]");
  if (!box || !desk()) return;
  const entries = await waiting();
  const unsent = entries.some((entry) => !entry.state);
  box.hidden = !entries.some((entry) => entry.state) && !(box.dataset.away && unsent);
  box.querySelector("[data-part=line]").textContent =
    box.dataset[unsent ? box.dataset.away || "waits" : "stays"];
  if (box.contains(document.activeElement) && document.activeElement.matches("input")) return;
  const template = box.querySelector("template");
  box.querySelector("ul").replaceChildren(...entries.map((entry) => line(entry, template)));
}

// data-away: which sentence says why nothing is sent now. Each result has the name of its sentence.
document.addEventListener("decroche:outbox", ({ detail }) => {
  const box = document.querySelector("[data-outbox]");
  if (!box) return;
  if (["sent", "late", "dropped"].includes(detail?.result)) delete box.dataset.away;
  else if (detail?.result !== "refused" && detail)
    box.dataset.away = ["ended", "full"].includes(detail.result) ? detail.result : "waits";
  const last = document.querySelector(".last");
  if (last && ["again", "undone", "skipped", "late"].includes(detail?.result))
    last.textContent = `${box.dataset[detail.result]} ${nameOf(detail.entry)}`;
  show();
});
addEventListener("DOMContentLoaded", show);

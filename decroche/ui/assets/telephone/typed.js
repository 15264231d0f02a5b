// What she is asked about a call, and what she has answered so far, kept in this browser until it
// is noted: a telephone puts a page away whenever it needs the room. `closed` is one that she left
// to look at the card again; what is typed in it is there when she comes back. `fixes` is the id of
// the refused outcome that she corrects, `pressed` the moment at which that was noted.
import * as storage from "./storage.js";

const KEPT = "decroche-telephone-called";

export const read = () => storage.read(KEPT);
export const write = (question) => (storage.write(KEPT, question), question);
export const change = (by) => read() && write({ ...read(), ...by });
export const drop = () => storage.drop(KEPT);
// Whether she has typed something, or taken something out.
export const isTyped = ({ note, fields, added }) =>
  note != null || added || Object.keys(fields || {}).length > 0;

// The question about a card, with what was typed about it before, beside what the desk had then
// (`seen`); where nothing was typed, beside what it has now. `number` is the one that was dialled
// `at` a moment (0: none was), from which she came `back` at another.
export function begin(card, by = {}) {
  const before = read();
  const typed = before?.card.key === card.key ? before : {};
  const nothing = { number: card.number?.id || 0, at: 0, outcome: "" };
  const seen = isTyped(typed) ? typed.seen : card.seen;
  return write({ ...nothing, ...typed, card, seen, closed: false, ...by });
}

// What stands in the fields of an outcome and was not there by itself.
const fieldsOf = (form) => [...form.querySelectorAll("input, select, textarea")];
export const filled = (form) =>
  Object.fromEntries(
    fieldsOf(form)
      .filter((node) => node.type !== "checkbox" && node.value !== (node.defaultValue ?? ""))
      .map((node) => [node.name, node.value]),
  );
export const ticked = (form) =>
  fieldsOf(form)
    .filter((node) => node.checked)
    .map((node) => node.name);

export function fill(form, { fields = {}, ticks }) {
  for (const node of fieldsOf(form)) {
    if (node.type === "checkbox") node.checked = ticks?.includes(node.name) ?? node.checked;
    else node.value = fields[node.name] ?? node.value;
  }
}

// What she adds to any outcome, as it goes with it.
export const adds = (form) =>
  Object.fromEntries([...new FormData(form)].filter(([, text]) => text.trim()));

// What she noted on the telephone waits here until the desk has it, in order, each once: the key of
// the card makes it one call.
const KEPT = "decroche-telephone-queue";

export const all = () => JSON.parse(localStorage.getItem(KEPT) || "[]");
const write = (entries) => localStorage.setItem(KEPT, JSON.stringify(entries));

export function add(entry) {
  const entries = all();
  if (entries.some((other) => other.do === entry.do && other.key === entry.key)) return;
  write([...entries, { id: `${Date.now()}-${Math.random()}`, pressed: Date.now(), ...entry }]);
}
export const drop = (id) => write(all().filter((entry) => entry.id !== id));
export const change = (id, by) =>
  write(all().map((entry) => (entry.id === id ? { ...entry, ...by } : entry)));

let busy = false;
export async function send(line) {
  if (busy) return;
  busy = true;
  try {
    for (let entry; (entry = all().find((one) => !one.refused));) {
      const { id, name: _name, words: _words, ...content } = entry;
      const answer = await line.say({
        ...content,
        pressed: String(entry.pressed),
        sent: String(Date.now()),
      });
      if (answer.kept) drop(id);
      else if ("kept" in answer || answer.refused)
        change(id, { refused: answer.refused || "?", code: answer.code });
      else throw new Error("no answer");
    }
  } finally {
    busy = false;
  }
}

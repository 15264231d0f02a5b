// What she noted on the telephone waits here until the desk has it, in order, each once: the key of
// the card makes it one call. `about` is the question that an outcome answers, for when it is
// refused.
import * as storage from "./storage.js";

const KEPT = "decroche-telephone-queue";
const LONGEST = 60000;
const rests = new Map(); // what the desk failed at: when it is sent again, after how long a wait

export const all = () => storage.read(KEPT) || [];
const write = (entries) => storage.write(KEPT, entries);

// The outcome of a card that waits to be sent; of any card, where it is not known which is shown.
// One that was refused is none: it stays in the list until she has decided.
export const waiting = (key) =>
  all().findLast((one) => one.do === "outcome" && one.key === (key ?? one.key) && !one.refused);

export function add(entry) {
  const added = { id: Math.random(), pressed: Date.now(), ...entry };
  write([...all(), added]);
  return added;
}
export const drop = (id) => write(all().filter((entry) => entry.id !== id));
export const change = (id, by) =>
  write(all().map((entry) => (entry.id === id ? { ...entry, ...by } : entry)));

// The desk was there and failed at one entry, or had no room for it: that one waits longer each
// time, the others go on.
function rest(id) {
  const wait = Math.min(rests.get(id)?.wait * 2 || 1000, LONGEST);
  rests.set(id, { wait, until: Date.now() + wait });
}

let busy = false;
// Sends what may be sent now. `reasons` are why something is not accepted: `refused` for what the
// desk answers with nothing, as it does to who may not call any more, and `long`; `tell` takes each
// answer: what is `said` of what was kept, why the desk is `full`. Gives the milliseconds until the
// next try, or 0.
export async function send(line, reasons, tell) {
  if (busy) return 0;
  busy = true;
  try {
    const ready = (one) => !one.refused && !(rests.get(one.id)?.until > Date.now());
    for (let entry; (entry = all().find(ready));) await sendOne(line, entry, reasons, tell);
  } finally {
    busy = false;
  }
  const next = all().flatMap((one) => (one.refused ? [] : [rests.get(one.id)?.until || 0]));
  return next.length ? Math.max(Math.min(...next) - Date.now(), 1) : 0;
}

async function sendOne(line, entry, reasons, tell) {
  const { name: _name, words: _words, about: _about, ...content } = entry;
  const { id } = entry;
  try {
    const answer = await line.say(content);
    tell(answer);
    if (answer.full) rest(id);
    else if (answer.kept) drop(id);
    else change(id, { refused: answer.refused || reasons.refused, code: answer.code });
  } catch (error) {
    // Of what is too long itself nothing arrives: it holds up nothing else.
    if (error.status === 413) change(id, { refused: reasons.long, code: "" });
    else if (error.status >= 500) rest(id);
    else throw error;
  }
}

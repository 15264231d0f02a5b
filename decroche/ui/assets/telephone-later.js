// The part of her telephone's page that is of use only while the computer answers: what she types
// is said back as it is understood, what the computer refused is corrected or dropped, and the code
// that it shows is claimed. It is loaded after the card is shown (telephone.js, whose values are
// `page` here).
const PAUSE = 300; // after the last letter of a date
const CLAIM = "decroche-telephone-claim";

export class Later {
  constructor(page) {
    this.page = page;
  }

  // Claims the code of the page's address: the key that is kept comes in the answer. When that is
  // lost, the desk knows by its word that the same telephone claims the same code again.
  async claim(who, key) {
    const { KEPT, NotKnown, opened, said, fromText, storage } = this.page;
    if (!/^[\w-]{43}$/.test(key)) throw new NotKnown();
    const session = await opened(who, fromText(key));
    const given = await said(session, {
      do: "claim",
      claim: this.#wordFor(who),
      name: navigator.userAgent,
      language: navigator.language,
    });
    if (given.why) throw Object.assign(new Error(), given);
    if (!given.key) throw new NotKnown();
    storage.write(KEPT, { who: given.who, key: given.key });
    storage.drop(CLAIM);
  }

  // The word that goes with the claim of one code, also after a reload.
  #wordFor(who) {
    const { storage, toText } = this.page;
    const before = storage.read(CLAIM);
    if (before?.who === who) return before.word;
    const word = toText(crypto.getRandomValues(new Uint8Array(16)));
    storage.write(CLAIM, { who, word });
    return word;
  }

  // What a date or an address typed so far is understood as, before it is kept, as on the desk.
  hear(node) {
    const { line, asked } = this.page;
    clearTimeout(node.later);
    node.later = setTimeout(async () => {
      if (!asked()) return;
      const { zone, company, pressed } = asked();
      const text = node.value;
      const answer = await line
        .say({ do: "hear", [node.dataset.hear]: text, zone, company, pressed })
        .catch(() => ({}));
      if (node.value === text) this.#heard(node, answer);
    }, PAUSE);
  }

  #heard(node, { problem, said: understood, better }) {
    const said = saidOf(node);
    said.classList.toggle("bad", Boolean(problem));
    node.better = better;
    said.replaceChildren(
      ...(better
        ? [`${this.page.words.meant} `, this.#offer(node, better)]
        : [problem || (understood && `→ ${understood}`) || ""]),
    );
  }

  // A correction that is taken can be taken back.
  #offer(node, text) {
    const { make, words, keepFields } = this.page;
    const onclick = () => {
      const before = node.value;
      node.value = text;
      node.better = "";
      keepFields();
      saidOf(node).replaceChildren(`→ ${text} · ${words.before} `, this.#offer(node, before));
    };
    return make("button", { type: "button", className: "chip", textContent: text, onclick });
  }

  // Pressed and not kept: she sees that it is on its way, and is told when nobody answers.
  async press(node, content) {
    const { line, words, unheard } = this.page;
    node.disabled = true;
    const answer = await line.say(content).catch(() => null);
    node.disabled = false;
    unheard(answer ? answer.full || "" : words.unheard);
  }

  // What the desk could not accept: with its reason, to be corrected, to be sent again as a call of
  // its own, or dropped. A note that she shortens there keeps its place while she types.
  showRefused() {
    const { part, queue } = this.page;
    if (part("refused").querySelector("textarea:focus")) return;
    const entries = queue.all().filter((entry) => entry.refused);
    part("refused").replaceChildren(...entries.map((entry) => this.#shown(entry)));
  }

  #shown(entry) {
    const { part, queue, flush } = this.page;
    const node = part("one-refused").content.firstElementChild.cloneNode(true);
    const [what, why, text, note, fix, again, drop] = node.querySelectorAll("[data-of]");
    what.textContent = [entry.name, entry.words].filter(Boolean).join(" · ");
    why.textContent = entry.refused;
    text.textContent = entry.note || entry.fields?.note || "";
    // A note has no question to go back to.
    note.hidden = entry.do !== "note";
    text.hidden = !note.hidden;
    note.value = text.textContent;
    note.oninput = () => queue.change(entry.id, { note: note.value });
    // What was wrong in its fields stays wrong, however often it is sent; so does what is of a
    // company that the desk has no more, and that question can't be asked anew.
    fix.hidden = !entry.about || entry.code !== "";
    again.hidden = !fix.hidden || entry.code === "other";
    fix.onclick = () => this.#correct(entry);
    again.onclick = () => (queue.change(entry.id, anew(entry)), flush());
    drop.onclick = () => (queue.drop(entry.id), this.showRefused());
    return node;
  }

  // The question of a call that was noted before, with what she answered, and why it was refused.
  // It stays in the list until she has noted it anew, at the moment at which she pressed first.
  #correct({ id, about, pressed, refused }) {
    const { typed, left, question, wrong } = this.page;
    const other = typed.read();
    if (other) left(other);
    question(typed.write({ ...about, closed: false, fixes: id, pressed }));
    wrong(refused);
  }
}

const saidOf = (node) => node.closest(".asked").querySelector(".heard");

// A refused message, as it is sent again. One of before a restore is a call of its own, and names
// its card: under the key of that another company may stand by now.
const anew = ({ id, key, code, name }) => ({
  refused: "",
  ...(["noted", "replaced"].includes(code) && { key: `${key}-${id}` }),
  ...(code === "replaced" && { card: name }),
  ...(code === "time" && { pressed: Date.now() }),
});

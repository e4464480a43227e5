// Search over the index that writ writes below /search/. Loaded when it is first used, and by the page /search/.
// The build puts the object `words` before this text: what is shown, in the interface's language.
(() => {
  "use strict";

  // ---- Words: as internal/search cuts and stems them. ----

  const RUN = /[\p{L}\p{N}\p{M}\p{Cf}]+(?:[-._'’‘\u2010\u2011][\p{L}\p{N}\p{M}\p{Cf}]+)*/gu;
  const UNSPACED = new RegExp("[ー" + "Han Hiragana Katakana Hangul Thai Lao Khmer Myanmar".replace(/\w+/g, "\\p{Script=$&}")
    .replaceAll(" ", "") + "]+", "gu");
  const unspaced = (s) => s.search(UNSPACED) === 0;
  const runs = (s) => s.match(RUN) || [];
  const short = (s) => s.length <= 32 ? s : [...s].slice(0, 32).join("");
  const fold = (s) => /^[\0-\x7f]*$/.test(s) ? s.toLowerCase() : s.normalize("NFKD").toLowerCase().replace(/[\p{Mn}\p{Me}\p{Cf}]/gu, "")
    .replaceAll("ς", "σ").replaceAll("ß", "ss").replace(/[’‘ʼ]/g, "'").replace(/[\u2010\u2011]/g, "-").normalize("NFC");

  // pieces returns the parts of a run between apostrophes: { whole } where it is a word as a whole, too, and { parts }.
  const pieces = (run) => runs(fold(run)).flatMap((r) => {
    const all = r.split("'");
    return all.filter((p) => all.length === 1 || [...p].length > 1);
  }).map((p) => {
    const parts = p.split(/[-._]/).filter(Boolean);
    return { whole: parts.length > 1 && /\p{Nd}/u.test(p) ? short(p) : "", parts: parts.flatMap(part) };
  });

  // part returns the words of letters and numbers: those of writing without blanks are pairs.
  const part = (s) => {
    const out = [];
    let at = 0;
    const spaced = (end) => { if (end > at) out.push(short(s.slice(at, end))); };
    for (const m of s.matchAll(UNSPACED)) {
      spaced(m.index);
      at = m.index + m[0].length;
      const all = [...m[0]];
      all.forEach((c, i) => out.push(c + (all[i + 1] || "")));
    }
    spaced(s.length);
    return out;
  };

  const cut = (text) => runs(text).flatMap(pieces).flatMap((p) => p.whole ? [p.whole, ...p.parts] : p.parts);

  const SPECIAL = new Map(Object.entries({
    skis: "ski", skies: "sky", dying: "die", lying: "lie", tying: "tie", idly: "idl", gently: "gentl", ugly: "ugli",
    early: "earli", only: "onli", singly: "singl", innings: "inning", outings: "outing", cannings: "canning",
    herrings: "herring", earrings: "earring",
  }));
  for (const w of "sky news howe atlas cosmos bias andes inning outing canning herring earring".split(" ")) SPECIAL.set(w, w);
  for (const w of ["proceed", "exceed", "succeed"]) for (const s of ["", "s", "ed", "ing"]) SPECIAL.set(w + s, w);

  const pairs = (text) => text.split(" ").map((p) => p.split(":"));
  const STEP2 = pairs("ational:ate fulness:ful iveness:ive ization:ize ousness:ous biliti:ble lessli:less tional:tion " +
    "alism:al aliti:al ation:ate entli:ent fulli:ful iviti:ive ousli:ous anci:ance abli:able alli:al ator:ate enci:ence " +
    "izer:ize bli:ble ogi:og li:");
  const STEP3 = pairs("ational:ate tional:tion alize:al icate:ic ative: iciti:ic ical:ic ful: ness:");
  const STEP4 = pairs("ement: ance: ence: able: ible: ment: ent: ant: ism: ate: iti: ous: ive: ize: ion: al: er: ic:");

  // english is Porter's second stemmer, for words of the letters a to z.
  const english = (word) => {
    if (word.length < 3 || !/^[a-z]+$/.test(word)) return word;
    if (SPECIAL.has(word)) return SPECIAL.get(word);
    let w = word.replace(/(^|[aeiouy])y/g, "$1Y");
    const vowel = (i) => "aeiouy".includes(w[i]);
    const region = (from) => {
      for (let i = from + 1; i < w.length; i++) if (vowel(i - 1) && !vowel(i)) return i + 1;
      return w.length;
    };
    const prefix = /^(?:gener|commun|arsen)/.exec(w);
    let r1 = prefix ? prefix[0].length : region(0);
    let r2 = region(r1);
    const drop = (n, add = "") => {
      w = w.slice(0, w.length - n) + add;
      r1 = Math.min(r1, w.length);
      r2 = Math.min(r2, w.length);
    };
    const hasVowel = (end) => /[aeiouy]/.test(w.slice(0, Math.max(end, 0)));
    const shortSyllable = (end) => end === 2 ? vowel(0) && !vowel(1)
      : end > 2 && !vowel(end - 1) && !"wxY".includes(w[end - 1]) && vowel(end - 2) && !vowel(end - 3);
    const find = (list) => list.find(([s]) => w.endsWith(s));

    let m;
    if (w.endsWith("sses")) drop(2);
    else if (/ie[ds]$/.test(w)) drop(w.length > 4 ? 2 : 1);
    else if (/[^us]s$/.test(w) && hasVowel(w.length - 2)) drop(1);

    if ((m = /(?:eedly|ingly|edly|ing|eed|ed)$/.exec(w))) {
      const s = m[0];
      if (s.startsWith("eed")) {
        if (w.length - s.length >= r1) drop(s.length - 2);
      } else if (hasVowel(w.length - s.length)) {
        const before = [r1, r2];
        drop(s.length);
        const double = /(?:bb|dd|ff|gg|mm|nn|pp|rr|tt)$/.test(w);
        if (/(?:at|bl|iz)$/.test(w)) w += "e";
        else if (double) w = w.slice(0, -1);
        if (!double && !w.endsWith("e") && r1 >= w.length && shortSyllable(w.length)) {
          w += "e";
          r1 = r2 = w.length;
        } else [r1, r2] = before.map((r) => Math.min(r, w.length));
      }
    }
    if (w.length > 2 && /[yY]$/.test(w) && !vowel(w.length - 2)) w = w.slice(0, -1) + "i";

    if ((m = find(STEP2)) && w.length - m[0].length >= r1) {
      const before = w[w.length - m[0].length - 1];
      if (m[0] === "li" ? "cdeghkmnrt".includes(before || " ") : m[0] !== "ogi" || before === "l") drop(m[0].length, m[1]);
    }
    if ((m = find(STEP3)) && w.length - m[0].length >= (m[0] === "ative" ? r2 : r1)) drop(m[0].length, m[1]);
    if ((m = find(STEP4)) && w.length - m[0].length >= r2 && (m[0] !== "ion" || /[st]ion$/.test(w))) drop(m[0].length);
    const last = w.length - 1;
    if (r1 <= last) {
      if (w[last] === "e") {
        if (r2 <= last || !shortSyllable(last)) drop(1);
      } else if (r2 <= last && w.endsWith("ll")) drop(1);
    }
    return w.replaceAll("Y", "y") || word;
  };
  const STEMMERS = { en: english };

  // ---- The index. ----

  // Trouble is a fault that a reader can do something about; its message is one of `words`.
  class Trouble extends Error {}

  const decoder = new TextDecoder();
  const parse = (bytes) => JSON.parse(decoder.decode(bytes));

  // fetched returns the bytes of a file of the index. A host that wants a login answers with a page, or from elsewhere.
  const fetched = async (address, cache) => {
    let answer;
    try {
      answer = await fetch(address, { credentials: "same-origin", cache });
    } catch (e) {
      throw location.protocol === "file:" ? new Trouble("file") : new Trouble("network");
    }
    if (answer.status === 401 || answer.status === 403) throw new Trouble("login");
    if (!answer.ok) throw answer.status === 404 ? new Trouble("gone") : new Trouble("network");
    const packed = new Uint8Array(await answer.arrayBuffer());
    if (packed[0] === 0x1f && packed[1] === 0x8b) return unpacked([packed], "gzip");
    const type = answer.headers.get("content-type") || "";
    if (type.includes("html") || packed[0] === 0x3c) throw new Trouble("login");
    return packed; // a text, or a host unpacked it
  };

  const unpacked = async (parts, format) => {
    const stream = new Blob(parts).stream().pipeThrough(new DecompressionStream(format));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  };

  // textOf unpacks a text. It goes on where the words of the dictionary ended, so these go before it, uncompressed.
  const textOf = async (file, words) => {
    const n = words.length;
    const stored = new Uint8Array([0, n & 255, n >> 8, ~n & 255, ~n >> 8 & 255]);
    return parse((await unpacked([stored, words, file.subarray(1)], "deflate-raw")).subarray(n));
  };

  class Index {
    constructor(base, get = fetched) {
      this.base = base;
      this.get = get;
      this.files = new Map();
    }

    // file returns a file, read once. One that failed is read again.
    file(name, read, cache) {
      let file = this.files.get(name);
      if (!file) {
        file = this.get(this.base + name, cache).then(read);
        this.files.set(name, file);
        file.catch(() => this.files.delete(name));
      }
      return file;
    }

    async directory() {
      const dir = await this.file("index.bin", parse, "no-cache");
      dir.stem = STEMMERS[dir.language] || ((w) => w);
      return dir;
    }

    async text(dir, name) {
      const words = this.file(`text/${dir.words}.bin`, (b) => b);
      return this.file(`text/${name}.bin`, async (b) => textOf(b, await words));
    }

    facets(dir) { return this.file(`${dir.folder}/facets.bin`, parse); }
    shard(dir, n) { return this.file(`${dir.folder}/w${n}.bin`, (b) => b); }

    async row(dir, doc) {
      const rows = await this.file(`${dir.folder}/d${Math.floor(doc / dir.block)}.bin`, parse);
      const [key, title, address, kind, owner, version, texts] = rows[doc % dir.block];
      return { key, title, address: address || key + "/", kind, owner, version, texts };
    }

    // search returns { total, docs, some }: documents by their numbers, the best first. Where none has all the words,
    // those with the most of them, and some is true.
    async search(query, filter = {}) {
      const dir = await this.directory();
      const terms = termsOf(query, dir.stem);
      if (!terms.length || !dir.documents) return { dir, terms, total: 0, docs: [] };
      const [facets, ...lists] = await Promise.all([
        filter.kind || filter.owner ? this.facets(dir) : null, ...terms.map((t) => this.list(dir, t)),
      ]);
      return { dir, terms, ...rank(dir.documents, terms, lists, facets, filter) };
    }

    // list returns the scores of a term and where it is.
    async list(dir, term) {
      const into = { score: new Float32Array(dir.documents), parts: new Uint8Array(dir.documents), key: new Set() };
      const at = shardOf(dir, term.stem);
      const numbers = new Set([at]);
      const long = term.prefix && dir.long.includes(term.prefix);
      if (term.prefix) {
        let n = shardOf(dir, term.prefix);
        numbers.add(n);
        if (!long) while (++n < dir.shards.length && dir.shards[n] < term.prefix + "\uffff") numbers.add(n);
      }
      const elsewhere = new Set(); // stems of words with the prefix
      const read = async (all, want) => {
        const shards = await Promise.all(all.map((n) => this.shard(dir, n)));
        for (const shard of shards) entries(shard, want);
      };
      const done = new Set();
      const add = (key, list, factor) => {
        if (done.has(key)) return;
        done.add(key);
        score(list, dir.documents, factor, into);
      };
      await read([...numbers], (key, e) => {
        if (key === term.stem && e.stem) add(key, e.stem, 1);
        if (!term.prefix || !key.startsWith(term.prefix)) return;
        if (long) {
          if (key === term.prefix) add(key + "*", e.prefix, 0.6);
          return;
        }
        if (e.stem && key !== term.stem) add(key, e.stem, 0.6);
        if (e.word) elsewhere.add(e.word);
      });
      const more = [...elsewhere].filter((stem) => !done.has(stem));
      if (more.length) {
        await read([...new Set(more.map((s) => shardOf(dir, s)))], (key, e) => {
          if (elsewhere.has(key) && e.stem) add(key, e.stem, 0.6);
        });
      }
      return into;
    }

    // excerpts returns the sections of a document that have most of the words, the best first.
    async excerpts(dir, row, parts, match, most) {
      let names = row.texts;
      if (names.length > 1) {
        const likely = names.filter((_, i) => parts >> i % 8 & 1);
        names = (likely.length ? likely : names).slice(0, 2);
      }
      const files = await Promise.all(names.map((n) => this.text(dir, n)));
      const found = [];
      for (const [anchor, heading, text] of files.flat()) {
        const head = match(heading), body = match(text);
        const which = new Set([...head, ...body].map((m) => m.term));
        if (which.size) found.push({ anchor, heading, text, head, body, worth: which.size + (head.length ? 0.5 : 0) });
      }
      return found.sort((a, b) => b.worth - a.worth).slice(0, most);
    }
  }

  const shardOf = (dir, key) => {
    let low = 0, high = dir.shards.length;
    while (high - low > 1) {
      const mid = low + high >> 1;
      if (dir.shards[mid] <= key) low = mid; else high = mid;
    }
    return low;
  };

  // entries calls visit(key, { stem, word, prefix }) with each entry of a shard: two lists, and the stem of a word.
  const entries = (b, visit) => {
    const key = new Uint8Array(256);
    let i = 0;
    const number = () => {
      let x = 0, shift = 1, c;
      do {
        c = b[i++];
        x += (c & 127) * shift;
        shift *= 128;
      } while (c & 128);
      return x;
    };
    const list = () => {
      const n = number(), size = number();
      return { n: Math.floor(n / 2), dense: n % 2, b: b.subarray(i, i += size) };
    };
    while (i < b.length) {
      const same = b[i++], rest = b[i++];
      key.set(b.subarray(i, i + rest), same);
      i += rest;
      const end = same + rest, what = b[i++], e = {};
      const text = decoder.decode(key.subarray(0, end));
      if (what & 2) {
        const keep = end - b[i++], add = b[i++];
        const word = new Uint8Array(keep + add);
        word.set(key.subarray(0, keep));
        word.set(b.subarray(i, i += add), keep);
        e.word = decoder.decode(word);
      }
      if (what & 1) e.stem = list();
      if (what & 4) e.prefix = list();
      visit(text, e);
    }
  };

  // score adds a list to the scores of a term: of several words the best counts.
  const score = (list, documents, factor, into) => {
    const rare = Math.log(1 + (documents - list.n + 0.5) / (list.n + 0.5)) * factor;
    const add = (doc, bits, parts) => {
      const s = rare * (0.3 + (bits & 7) / 10) * (bits & 16 ? 4 : bits & 8 ? 2 : 1);
      into.score[doc] = Math.max(into.score[doc], s);
      into.parts[doc] |= parts;
      if (bits & 32 && factor === 1) into.key.add(doc);
    };
    const b = list.b;
    if (list.dense) {
      const size = b.length / 4;
      for (let doc = 0; doc < documents; doc++) {
        const at = doc >> 3, bit = 1 << (doc & 7);
        if (!(b[at] & bit)) continue;
        add(doc, (b[size + at] & bit ? 16 : 0) | (b[2 * size + at] & bit ? 8 : 0) | (b[3 * size + at] & bit ? 5 : 2), 255);
      }
      return;
    }
    for (let i = 0, doc = 0; i < b.length; doc++) {
      let shift = 1, c;
      do {
        c = b[i++];
        doc += (c & 127) * shift;
        shift *= 128;
      } while (c & 128);
      add(doc, b[i + 1], b[i]);
      i += 2;
    }
  };

  // termsOf cuts a query into { stem, prefix, optional }. The last word may be unfinished, unless a blank follows it.
  const termsOf = (query, stem) => {
    const all = runs(query);
    const terms = [];
    for (const p of all.flatMap(pieces)) for (const w of p.whole ? [p.whole] : p.parts) terms.push({ word: w, stem: stem(w) });
    for (const t of terms) if (unspaced(t.word) && [...t.word].length === 1) t.prefix = t.word;
    const last = terms.at(-1);
    if (last && !unspaced(last.word) && !/\s$/.test(query)) {
      if ([...last.word].length > 2) last.prefix = last.word;
      else last.optional = terms.length > 1;
    }
    // An id of letters alone is a word as a whole only as the id.
    if (all.length === 1 && terms.length > 1) terms.push({ word: "", stem: stem(short(fold(all[0]))), optional: true });
    return terms.slice(0, 16);
  };

  const rank = (documents, terms, lists, facets, filter) => {
    const kind = facets && filter.kind ? facets.kinds.indexOf(filter.kind) : null;
    const owner = facets && filter.owner ? facets.owners.indexOf(filter.owner) : null;
    const found = [];
    let most = 1;
    for (let doc = 0; doc < documents; doc++) {
      if (kind !== null && facets.kind[doc] !== kind || owner !== null && facets.owner[doc] !== owner) continue;
      let has = 0, sum = 0, parts = 255, any = 0;
      lists.forEach((l, i) => {
        const s = l.score[doc];
        if (!s) return;
        sum += s;
        any |= l.parts[doc];
        if (terms[i].optional) return;
        has++;
        parts &= l.parts[doc];
      });
      if (lists.some((l) => l.key.has(doc))) sum += terms.length > 2 ? 20 : 1000;
      if (has < most) continue;
      most = has;
      found.push({ doc, has, score: sum * (parts ? 1.3 : 1), parts: parts || any });
    }
    const docs = found.filter((f) => f.has === most).sort((a, b) => b.score - a.score || a.doc - b.doc);
    return { total: docs.length, docs, some: docs.length > 0 && most < terms.filter((t) => !t.optional).length };
  };

  // matcher returns a function that finds the words of a query in a text: [{ start, end, term }].
  const matcher = (terms, stem) => {
    const known = new Map();
    const termOf = (run) => {
      if (!known.has(run)) {
        const all = cut(run);
        known.set(run, terms.findIndex((t) => t.word && all.some((w) => stem(w) === t.stem || t.prefix && w.startsWith(t.prefix))));
      }
      return known.get(run);
    };
    return (text) => {
      const out = [];
      for (const m of text.matchAll(RUN)) {
        if (m[0].search(UNSPACED) < 0) {
          const term = termOf(m[0]);
          if (term >= 0) out.push({ start: m.index, end: m.index + m[0].length, term });
          continue;
        }
        terms.forEach((t, term) => { // within writing without blanks, what was asked for alone
          if (!t.word) return;
          for (let at = m[0].indexOf(t.word); at >= 0; at = m[0].indexOf(t.word, at + 1)) {
            out.push({ start: m.index + at, end: m.index + at + t.word.length, term });
          }
        });
      }
      return out.sort((a, b) => a.start - b.start);
    };
  };

  // windowOf returns the place of an excerpt: where most of the words are close to each other.
  const windowOf = (text, found, size) => {
    let best = 0, most = 0;
    found.forEach((f, i) => {
      const which = new Set();
      for (let k = i; k < found.length && found[k].end < f.start + size / 2; k++) which.add(found[k].term);
      if (which.size > most) [best, most] = [f.start, which.size];
    });
    let start = Math.max(0, best - size / 4);
    const blank = start > 0 ? text.slice(start, best).search(/\s/) : -1;
    if (blank >= 0) start += blank + 1;
    let end = Math.min(text.length, start + size);
    const last = end < text.length ? text.slice(start, end).search(/\s\S*$/) : -1;
    if (start + last > best) end = start + last;
    return [start, end];
  };

  // ---- What a reader sees. ----

  const EXCERPT = 200; // characters
  const PAGE = 10; // results

  const say = (key, values = {}) => writWords[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);

  const el = (name, attributes = {}, ...children) => {
    const e = document.createElement(name);
    for (const [k, v] of Object.entries(attributes)) e.setAttribute(k, v);
    e.append(...children);
    return e;
  };

  // marked returns a text with the words that were found in it, as nodes.
  const marked = (text, found, start = 0, end = text.length) => {
    const show = (from, to) => text.slice(from, to).replace(/([.:;!?]?)\s*[\n\t]+\s*/g, (_, stop) => stop ? stop + " " : " · ");
    const out = [];
    let at = start;
    for (const f of found) {
      if (f.start < at || f.end > end) continue;
      out.push(show(at, f.start), el("mark", {}, text.slice(f.start, f.end)));
      at = f.end;
    }
    out.push(show(at, end));
    if (start > 0) out.unshift("… ");
    if (end < text.length) out.push(" …");
    return out;
  };

  // stored is a setting of the reader's browser, which may keep nothing.
  const stored = (store, key, value) => {
    try {
      if (value === undefined) return self[store].getItem(key);
      self[store].setItem(key, value);
    } catch (e) { /* it holds for this page only */ }
    return null;
  };

  // patternOf returns a regular expression that finds a word as a whole.
  const patternOf = (word) => {
    const text = word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
    return unspaced(word) ? text : `(?<![\\p{L}\\p{N}])${text}(?![\\p{L}\\p{N}])`;
  };

  // Panel is a field, its results, and what is said of them.
  class Panel {
    constructor(index, root, parts) {
      Object.assign(this, { index, root, turn: 0 }, parts);
      this.input.addEventListener("input", () => this.soon(120));
      this.more.addEventListener("click", async () => {
        const next = this.list.children.length;
        await this.run(next + PAGE);
        const first = this.list.children[next];
        if (first) first.querySelector("a").focus();
      });
      for (const s of [this.kind, this.owner]) if (s) s.addEventListener("change", () => this.run());
      this.box.addEventListener("keydown", (e) => this.key(e));
      this.list.addEventListener("click", (e) => this.leave(e));
    }

    soon(wait) {
      clearTimeout(this.waiting);
      this.waiting = setTimeout(() => this.run(), wait);
    }

    // tell says something to those who listen, too, once it has stayed the same for a while.
    tell(...text) {
      clearTimeout(this.telling);
      this.telling = setTimeout(() => this.status.replaceChildren(...text), 400);
    }

    async run(most = PAGE) {
      clearTimeout(this.waiting);
      const turn = ++this.turn;
      const query = this.input.value;
      const filter = { kind: this.kind && this.kind.value, owner: this.owner && this.owner.value };
      if (this.asked) this.asked(query, filter);
      try {
        const found = await this.once(() => this.find(query, filter, most));
        if (turn === this.turn) this.show(found, query);
      } catch (e) {
        if (turn === this.turn) this.fail(e);
      }
    }

    // once does something again where the index was replaced since its directory was read.
    async once(work) {
      try {
        return await work();
      } catch (e) {
        if (e.message !== "gone") throw e;
        this.index.files.clear();
        return work();
      }
    }

    async find(query, filter, most) {
      const found = await this.index.search(query, filter);
      const match = matcher(found.terms, found.dir.stem);
      const hits = await Promise.all(found.docs.slice(0, most).map(async ({ doc, parts }) => {
        const row = await this.index.row(found.dir, doc);
        return { row, sections: await this.index.excerpts(found.dir, row, parts, match, 2) };
      }));
      const exact = hits.findIndex((h) => fold(h.row.key) === fold(query.trim()));
      if (exact > 0) hits.unshift(...hits.splice(exact, 1));
      return { ...found, hits, match, exact: exact >= 0 };
    }

    show(found, query) {
      this.exact = found.exact && this.address(found.hits[0].row);
      this.list.replaceChildren(...found.hits.map((h) => this.hit(h, found.match)));
      this.more.hidden = found.total <= found.hits.length;
      if (!found.terms.length) this.tell();
      else if (!found.total) this.tell(say("none", { q: query.trim() }));
      else this.tell((found.some ? say("some") + " " : "") + (found.total === 1 ? say("one") : say("many", { n: found.total })));
    }

    address(row, anchor) {
      const to = new URL(row.address.split("/").map(encodeURIComponent).join("/"), this.root);
      if (anchor) to.hash = anchor;
      return to.href;
    }

    hit({ row, sections }, match) {
      const about = [row.title ? row.key : "", row.version && say("version", { v: row.version }), row.kind, row.owner].filter(Boolean);
      const title = el("a", { href: this.address(row), class: "writ-hit" }, ...marked(row.title || row.key, match(row.title || row.key)));
      const item = el("li", {}, title, el("p", { class: "writ-hit-about" }, about.join(" · ")));
      const words = new Set();
      for (const s of sections) {
        const [start, end] = windowOf(s.text, s.body, EXCERPT);
        for (const f of s.body) words.add(s.text.slice(f.start, f.end));
        for (const f of s.head) words.add(s.heading.slice(f.start, f.end));
        const text = el("p", { class: "writ-hit-text" });
        if (s.anchor) text.append(el("a", { href: this.address(row, s.anchor) }, ...marked(s.heading, s.head)), " ");
        text.append(...marked(s.text, s.body, start, end));
        item.append(text);
      }
      item.dataset.found = [...words].slice(0, 20).map(patternOf).join("|");
      return item;
    }

    fail(e) {
      const why = e instanceof Trouble ? e.message : "network";
      this.list.replaceChildren();
      this.more.hidden = true;
      const to = why === "file" ? el("a", { href: new URL("register/index.html", this.root) }, say("register"))
        : el("a", { href: location.href }, say("reload"));
      this.tell(say(why === "gone" ? "network" : why) + " ", to);
      if (!(e instanceof Trouble)) console.error(e);
    }

    // key moves through the results with the arrow keys.
    key(e) {
      const step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
      if (!step || e.ctrlKey || e.altKey || e.metaKey || e.shiftKey || e.isComposing) return;
      const links = [...this.list.querySelectorAll("a")];
      const at = links.indexOf(document.activeElement);
      if (at < 0 && document.activeElement !== this.input) return;
      e.preventDefault();
      const to = at + step < 0 ? this.input : links[at + step];
      if (to) to.focus();
    }

    // leave keeps the words that were found, for the page to mark them.
    leave(e) {
      const link = e.target.closest("a");
      const pattern = link && link.closest("li").dataset.found;
      if (pattern) stored("sessionStorage", "writ-found", JSON.stringify({ at: link.pathname, pattern }));
    }
  }

  // slash is the switch of the key /, which those who speak to their computer can turn off.
  const slash = () => {
    const box = el("input", { type: "checkbox", id: "writ-slash" });
    box.checked = stored("localStorage", "writ-slash") !== "off";
    box.addEventListener("change", () => stored("localStorage", "writ-slash", box.checked ? "on" : "off"));
    return el("label", { for: "writ-slash" }, box, " ", say("slash"));
  };

  const setUpPage = (form, index, root) => {
    const get = (id) => document.getElementById("writ-search-" + id);
    const [input, kind, owner] = [form.elements.q, form.elements.kind, form.elements.owner];
    const panel = new Panel(index, root, {
      box: get("page"), input, kind, owner, status: get("status"), list: get("hits"), more: get("more"),
      asked: (q, filter) => {
        const query = new URLSearchParams(Object.entries({ q, ...filter }).filter(([, v]) => v)).toString();
        history.replaceState(null, "", query ? "?" + query : location.pathname);
      },
    });
    const asked = new URLSearchParams(location.search);
    const begin = async () => {
      const dir = await index.directory();
      const facets = await index.facets(dir);
      for (const [select, values] of [[kind, facets.kinds], [owner, facets.owners]]) {
        select.append(...values.filter(Boolean).map((v) => el("option", {}, v)));
        select.value = asked.get(select.name) || "";
        if (select.selectedIndex < 0) select.value = "";
      }
    };
    form.addEventListener("submit", (e) => {
      e.preventDefault();
      panel.run();
    });
    form.after(el("p", { class: "writ-search-keys" }, slash()));
    form.hidden = false;
    input.value = asked.get("q") || "";
    panel.once(begin).then(() => input.value.trim() && panel.run(), (e) => panel.fail(e));
    if (!input.value) input.focus();
    return () => input.focus();
  };

  const makeDialog = (base, index, root) => {
    const input = el("input", {
      type: "search", name: "q", id: "writ-search-q", autocomplete: "off", autocapitalize: "off", spellcheck: "false", enterkeyhint: "search",
    });
    const form = el("form", { action: base, method: "get", role: "search" },
      el("label", { for: "writ-search-q", class: "visually-hidden" }, say("label")), input);
    const close = el("button", { type: "button" }, say("close"));
    form.append(close);
    const status = el("p", { role: "status", class: "writ-live" });
    const list = el("ol", { class: "writ-hits" });
    const more = el("button", { type: "button", hidden: "" }, say("more"));
    const all = el("a", { href: base }, say("all"));
    const dialog = el("dialog", { class: "writ-search", "aria-label": say("title") }, form, status, list, more,
      el("p", { class: "writ-search-keys" }, slash(), all));
    const panel = new Panel(index, root, {
      box: dialog, input, status, list, more, asked: (q) => { all.href = base + (q.trim() ? "?q=" + encodeURIComponent(q) : ""); },
    });
    form.addEventListener("submit", (e) => {
      if (!panel.exact) return; // the page of all results
      e.preventDefault();
      location.assign(panel.exact);
    });
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (e) => { if (e.target === dialog) dialog.close(); });
    document.body.append(dialog);
    return () => {
      if (!dialog.open) dialog.showModal();
      index.directory().catch(() => {}); // a fault is told when somebody asks
      input.focus();
      input.select();
    };
  };

  let open;
  const opener = self.document && document.getElementById("writ-search-open");
  if (opener) {
    const base = new URL(opener.href.replace(/index\.html$/, ""));
    const root = new URL("..", base);
    const index = new Index(base.href);
    const form = document.getElementById("writ-search-form");
    open = form ? setUpPage(form, index, root) : makeDialog(base.href, index, root);
  }
  self.writSearch = { open, Index, cut, english, fold, matcher, windowOf };
})();

// Search: the index that `deskbook build` wrote, asked in the browser. It reads
// words, ranks pages and loads what a query needs. This is the Rust of
// `src/search/fold.rs` and `query.rs` once more, sum by sum, so that both give
// one order.
(() => {
  "use strict";

  // Words.

  const accents = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]/g;
  const letters = { ß: "ss", æ: "ae", œ: "oe", þ: "th", ø: "o", ł: "l", đ: "d", ı: "i" };
  const fold = (text) =>
    text.toLowerCase().normalize("NFKD").replace(accents, "").normalize("NFC").replace(/[ßæœþøłđı]/g, (c) => letters[c]);
  // Most letters are plain ones, and are known without the tables of all others.
  const isPlain = (c) => c < "\x80";
  const isLetter = (c) => c !== undefined && (isPlain(c) ? /[a-z0-9]/i : /[\p{Alphabetic}\p{M}\p{N}]/u).test(c);
  const isUnspaced = (c) => !isPlain(c) && /[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]/u.test(c);
  const isDigit = (c) => c >= "0" && c <= "9";

  function tokens(text) {
    const all = Array.from(fold(text));
    const found = [];
    let at = 0;
    let hyphen = -1;
    while (at < all.length) {
      const c = all[at];
      if (isUnspaced(c)) {
        const start = at;
        while (at < all.length && isUnspaced(all[at])) at += 1;
        if (at - start === 1) found.push({ text: c });
        for (let i = start; i + 1 < at; i += 1) found.push({ text: all[i] + all[i + 1] });
        hyphen = -1;
        continue;
      }
      if (!isLetter(c)) {
        at += 1;
        continue;
      }
      const start = at;
      let word = "";
      let count = 0;
      for (; at < all.length; at += 1) {
        const letter = all[at];
        const next = all[at + 1];
        if (isLetter(letter) && !isUnspaced(letter)) {
          word += letter;
          count += 1;
        } else if ((letter === "." || letter === ",") && isDigit(all[at - 1]) && isDigit(next)) {
          if (letter === ".") {
            word += letter;
            count += 1;
          }
        } else if (!((letter === "'" || letter === "’") && isLetter(next) && !isUnspaced(next))) {
          break;
        }
      }
      if (count <= 40) {
        const sign = all[start - 1];
        const before = found[found.length - 1];
        let also;
        if (hyphen >= 0 && hyphen + 1 === start && before) {
          also = before.text + word;
          before.also ??= also;
        }
        if (sign && "£€$¥₹".includes(sign) && isDigit(all[start])) also = sign + word;
        found.push({ text: word, also });
      }
      hyphen = at < all.length && "-\u2010\u2011".includes(all[at]) ? at : -1;
    }
    return found;
  }

  // The index.

  const here = document.currentScript;
  const root = new URL(here.dataset.root || "./", location.href).href;
  const loaded = new Map();
  let index;

  // Returns the bytes of a file of the index. A copy that opens from a folder
  // may not fetch, so there each file is a script that hands its bytes over.
  async function bytes(name, fresh) {
    let body;
    if (location.protocol === "file:") {
      body = Uint8Array.from(atob(await handedOver(name)), (c) => c.charCodeAt(0));
    } else {
      const answer = await fetch(`${root}search/${name}.bin`, { cache: fresh || "default" });
      if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
      body = await answer.arrayBuffer();
    }
    const plain = new Blob([body]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Uint8Array(await new Response(plain).arrayBuffer());
  }

  function handedOver(name) {
    return new Promise((done, fail) => {
      (window.deskbookShards ||= new Map()).set(name, done);
      const script = document.createElement("script");
      script.src = `${root}search/${name}.js`;
      script.onerror = () => fail(new Error(name));
      document.head.append(script);
    });
  }

  function once(name, read) {
    if (!loaded.has(name)) {
      const wanted = bytes(name).then(read);
      wanted.catch(() => loaded.delete(name));
      loaded.set(name, wanted);
    }
    return loaded.get(name);
  }

  function reader(data) {
    let at = 0;
    const utf8 = new TextDecoder();
    return {
      byte: () => data[at++],
      take: (count) => data.subarray(at, (at += count)),
      text(count) {
        return utf8.decode(this.take(count));
      },
      number() {
        let value = 0;
        let scale = 1;
        for (;;) {
          const byte = data[at++];
          value += (byte & 127) * scale;
          if (byte < 128) return value;
          scale *= 128;
        }
      },
    };
  }

  async function open(fresh) {
    const from = reader(await bytes("words", fresh || "no-cache"));
    const read = JSON.parse(from.text(from.number()));
    // All words, which are read at once: one by one takes twice as long.
    const spelled = new Uint8Array(read.spelled);
    const stems = [];
    const idf = [];
    let word = 0;
    let end = 0;
    for (let i = 0; i < read.words; i += 1) {
      const agree = from.number();
      const rest = from.take(from.number());
      spelled.copyWithin(end, word, word + agree);
      spelled.set(rest, end + agree);
      word = end;
      end += agree + rest.length + 1;
      spelled[end - 1] = 10;
      const back = from.number();
      stems.push(idf.length - back);
      if (back === 0) idf.push(from.byte());
    }
    const words = new TextDecoder().decode(spelled).split("\n").slice(0, -1);
    const first = [0];
    for (let i = 0; i < read.pages; i += 1) first.push(first[i] + from.number());
    const numbers = new Map(words.map((word, number) => [word, number]));
    const column = () => from.take(read.pages);
    const split = (words) => words.split(" ");
    const synonyms = read.synonyms.flatMap(([to, from]) =>
      from.flatMap((word) => to.map((other) => [split(word), split(other)])),
    );
    return { ...read, synonyms, words, stems, idf, first, numbers, area: column(), kind: column(), weight: column() };
  }

  // The file of a stem's sections, by number.
  function fileOf(stem) {
    let low = 0;
    let high = index.first_stems.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (index.first_stems[middle] <= stem) low = middle;
      else high = middle;
    }
    return low;
  }

  function places(file) {
    return once(`places-${file}-${index.places[file]}`, (data) => {
      const from = reader(data);
      const end = index.first_stems[file + 1] ?? index.idf.length;
      const found = new Map();
      for (let stem = index.first_stems[file]; stem < end; stem += 1) {
        const sections = new Uint32Array(from.number());
        let section = 0;
        for (let i = 0; i < sections.length; i += 1) sections[i] = section += from.number();
        found.set(stem, { sections, owed: from.take(sections.length) });
      }
      return found;
    });
  }

  function head(page) {
    const file = Math.floor(page / index.pages_a_file);
    return once(`heads-${file}-${index.heads[file]}`, (data) => JSON.parse(new TextDecoder().decode(data))).then(
      (heads) => heads[page % index.pages_a_file],
    );
  }

  // What was typed.

  function believe(slot, word, factor) {
    const stem = index.stems[word];
    if (factor > (slot.stems.get(stem) || 0)) slot.stems.set(stem, factor);
  }

  function read(query) {
    const words = tokens(query).slice(0, 20);
    const unfinished = !/\p{White_Space}$/u.test(query);
    const slots = words.map((word, number) => {
      const slot = { text: word.text, stems: new Map() };
      const last = number + 1 === words.length;
      let exact = index.numbers.get(word.text);
      if (exact !== undefined) believe(slot, exact, 1);
      const also = word.also === undefined ? undefined : index.numbers.get(word.also);
      if (also !== undefined) believe(slot, (exact = also), 1);
      const before = number > 0 ? words[number - 1].text + word.text : "";
      const behind = last ? "" : word.text + words[number + 1].text;
      for (const joined of [before, behind]) {
        const known = joined ? index.numbers.get(joined) : undefined;
        if (known !== undefined) believe(slot, known, 0.9);
      }
      if (exact === undefined) unknown(slot, last && unfinished);
      // A whole word tells no more when it is taken for the beginning of a rare one.
      else if (last && unfinished) complete(slot, 0.3, index.idf[index.stems[exact]]);
      return slot;
    });
    meanAsWell(slots);
    return slots;
  }

  function unknown(slot, unfinished) {
    const word = slot.text;
    for (const ending of index.endings) {
      if (!word.endsWith(ending)) continue;
      const base = word.slice(0, word.length - ending.length);
      if (Array.from(base).length < 3) continue;
      for (const other of index.endings) {
        const known = index.numbers.get(base + other);
        if (known !== undefined) believe(slot, known, 0.9);
      }
    }
    const known = slot.stems.size > 0;
    if (unfinished) complete(slot, 0.75, Infinity);
    if (known) return;
    const typed = Array.from(word);
    for (let at = 3; typed.length - at >= 3; at += 1) {
      const first = index.numbers.get(typed.slice(0, at).join(""));
      const second = index.numbers.get(typed.slice(at).join(""));
      if (first !== undefined && second !== undefined) {
        believe(slot, first, 0.7);
        believe(slot, second, 0.7);
      }
    }
    const meant = index.synonyms.some(([from]) => from.length === 1 && from[0] === word);
    if (typed.length < 4 || meant || index.never_correct.includes(word) || /[0-9]/.test(word)) return;
    correct(slot, typed, unfinished);
  }

  // Words are in the order of their bytes, which is that of their code points.
  function less(a, b) {
    const one = Array.from(a);
    const other = Array.from(b);
    for (let i = 0; i < one.length && i < other.length; i += 1) {
      if (one[i] !== other[i]) return one[i].codePointAt(0) < other[i].codePointAt(0);
    }
    return one.length < other.length;
  }

  function complete(slot, factor, most) {
    const typed = slot.text;
    let low = 0;
    let high = index.words.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (less(index.words[middle], typed)) low = middle + 1;
      else high = middle;
    }
    const found = [];
    for (let at = low; at < index.words.length && index.words[at].startsWith(typed); at += 1) {
      if (index.words[at].length > typed.length) found.push([index.idf[index.stems[at]], at]);
    }
    found.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    for (const [idf, word] of found.slice(0, 64)) believe(slot, word, Math.min(factor, most / idf));
  }

  // The optimal string alignment distance to a word, and to its nearest beginning.
  function distances(typed, most) {
    const width = typed.length;
    let before = new Uint8Array(width + 1);
    let above = new Uint8Array(width + 1);
    let row = new Uint8Array(width + 1);
    return (word) => {
      for (let i = 0; i <= width; i += 1) above[i] = i;
      let last;
      let beginning = 255;
      let number = 0;
      for (const letter of word) {
        number += 1;
        row[0] = number;
        let least = number;
        for (let column = 1; column <= width; column += 1) {
          const same = typed[column - 1] === letter;
          let cost = above[column - 1] + (same ? 0 : 1);
          if (above[column] + 1 < cost) cost = above[column] + 1;
          if (row[column - 1] + 1 < cost) cost = row[column - 1] + 1;
          if (column > 1 && last === typed[column - 1] && typed[column - 2] === letter && before[column - 2] + 1 < cost) {
            cost = before[column - 2] + 1;
          }
          row[column] = cost;
          if (cost < least) least = cost;
        }
        if (row[width] < beginning) beginning = row[width];
        last = letter;
        [before, above, row] = [above, row, before];
        if (least > most) return beginning <= most ? [255, beginning] : null;
      }
      const whole = above[width];
      return whole <= most || beginning <= most ? [whole, beginning] : null;
    };
  }

  function correct(slot, typed, unfinished) {
    const most = typed.length < 8 ? 1 : 2;
    const distance = distances(typed, most);
    const found = [];
    index.words.forEach((word, number) => {
      const measured = distance(word);
      if (!measured) return;
      const [whole, beginning] = measured;
      let rank;
      if (whole === 1) rank = String.fromCodePoint(word.codePointAt(0)) === typed[0] ? 35 : 40;
      else if (unfinished && typed.length > 4 && beginning === 1) rank = 55;
      else if (whole === 2 && most === 2) rank = 60;
      else return;
      found.push([rank, index.idf[index.stems[number]], number]);
    });
    found.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
    if (found.length && (found[0][0] <= 40 || !slot.stems.size)) slot.corrected = index.words[found[0][2]];
    for (const [rank, , word] of found.slice(0, 8)) believe(slot, word, 1 - rank / 100);
  }

  function meanAsWell(slots) {
    const typed = slots.map((slot) => slot.corrected ?? slot.text);
    for (const [from, to] of index.synonyms) {
      const factor = to.length === 1 ? 0.7 : 0.35;
      for (let start = 0; start + from.length <= typed.length; start += 1) {
        if (from.some((word, i) => word !== typed[start + i])) continue;
        for (const word of to) {
          const known = index.numbers.get(word);
          if (known === undefined) continue;
          for (let i = 0; i < from.length; i += 1) believe(slots[start + i], known, factor);
        }
      }
    }
  }

  // What is found.

  const sorted = (map) => Array.from(map).sort((a, b) => a[0] - b[0]);

  function weigh(slots) {
    return slots.map((slot) => {
      let most = 0;
      for (const [stem, belief] of sorted(slot.stems)) most = Math.max(most, Math.sqrt(belief) * index.idf[stem]);
      return most;
    });
  }

  async function score(slots, filter) {
    const page = new Float64Array(index.pages);
    const covered = new Float64Array(index.pages);
    const section = new Float64Array(index.sections);
    const inSection = new Float64Array(index.sections);
    const weights = weigh(slots);
    let all = 0;
    for (const weight of weights) all += weight;
    const files = new Set(slots.flatMap((slot) => Array.from(slot.stems.keys(), fileOf)));
    const read = new Map(await Promise.all(Array.from(files, async (file) => [file, await places(file)])));
    slots.forEach((slot, number) => {
      const best = new Map();
      for (const [stem, belief] of sorted(slot.stems)) {
        const { sections, owed } = read.get(fileOf(stem)).get(stem);
        for (let i = 0; i < sections.length; i += 1) {
          const worth = (belief * index.idf[stem] * owed[i]) / 255;
          if (worth > (best.get(sections[i]) || 0)) best.set(sections[i], worth);
        }
      }
      let at = 0;
      let ofPage = 0;
      const finish = () => {
        if (ofPage > 0) {
          page[at] += ofPage;
          covered[at] += weights[number] * (0.5 + 0.5 * Math.min(ofPage / weights[number], 1));
        }
      };
      for (const [place, worth] of sorted(best)) {
        section[place] += worth;
        inSection[place] += weights[number];
        while (place >= index.first[at + 1]) {
          finish();
          ofPage = 0;
          at += 1;
        }
        if (worth > ofPage) ofPage = worth;
      }
      finish();
    });
    const hits = [];
    for (let number = 0; number < index.pages; number += 1) {
      const wanted = (!filter.area || filter.area === index.area[number]) && (filter.kind ?? index.kind[number]) === index.kind[number];
      if (page[number] === 0 || !wanted) continue;
      let best = index.first[number];
      let most = covered[number];
      for (let at = best; at < index.first[number + 1]; at += 1) {
        most = Math.max(most, 0.9 * inSection[at]);
        if (section[at] > section[best]) best = at;
      }
      const coverage = most / all;
      const found = (page[number] + 1.2 * section[best]) * (0.4 + (1 - 0.4) * coverage * coverage);
      const others = [];
      for (let at = index.first[number] + 1; at < index.first[number + 1]; at += 1) {
        if (at !== best && section[at] > section[best] / 2) others.push(at - index.first[number]);
      }
      hits.push({ page: number, section: best - index.first[number], others, score: (found * index.weight[number]) / 100 });
    }
    return hits.sort(order);
  }

  const order = (a, b) => b.score - a.score || a.page - b.page;

  // Whether a stem is what was typed, and not what that may mean or be a slip of.
  const is = (slot, stem) => (slot.stems.get(stem) || 0) >= 0.9;

  function bestName(names, slots, weights) {
    let all = 0;
    for (const weight of weights) all += weight;
    let best = 0;
    for (const name of names) {
      const words = tokens(name);
      if (words.length === slots.length && words.every((word, i) => word.text === slots[i].text)) return 2;
      const stems = words.map((word) => index.stems[index.numbers.get(word.text)]).filter((stem) => stem !== undefined);
      let held = 0;
      slots.forEach((slot, i) => {
        let belief = 0;
        for (const stem of stems) belief = Math.max(belief, slot.stems.get(stem) || 0);
        held += weights[i] * belief;
      });
      // Words that stand side by side in the query and in the name.
      for (let i = 0; i + 1 < slots.length; i += 1) {
        if (stems.some((stem, at) => is(slots[i], stem) && is(slots[i + 1], stems[at + 1]))) held += 0.2 * (weights[i] + weights[i + 1]);
      }
      let named = 0;
      let used = 0;
      for (const stem of stems) {
        named += index.idf[stem];
        if (slots.some((slot) => slot.stems.has(stem))) used += index.idf[stem];
      }
      if (all === 0 || named === 0) continue;
      best = Math.max(best, Math.min(held / all, 1) * (0.5 + (0.5 * used) / named));
    }
    return best;
  }

  async function answer(query, filter) {
    query = Array.from(query).slice(0, 200).join("");
    const slots = read(query);
    const hits = await score(slots, filter);
    const weights = weigh(slots);
    const code = fold(query.trim());
    const short = hits.slice(0, 12);
    await Promise.all(short.map(async (hit) => {
      const { t, n, c } = (hit.head = await head(hit.page));
      const name = bestName([t, ...n], slots, weights);
      const held = Math.min(name, 1);
      hit.score *= 1 + 5 * held * held;
      if (name > 1) hit.score *= 3;
      if (c && fold(c) === code) hit.score *= 100;
    }));
    short.sort(order);
    return { hits: short.concat(hits.slice(12)), slots };
  }

  // Answers a query: pages, best first, with what was read into the query. An
  // index that was replaced while the page was open is loaded again, once.
  async function search(query, filter = {}) {
    index ||= await open();
    try {
      return await answer(query, filter);
    } catch (error) {
      loaded.clear();
      index = await open("reload");
      return answer(query, filter);
    }
  }

  // While the handbook is written, a new index may stand behind the open page.
  document.addEventListener("deskbook:index", () => {
    loaded.clear();
    index = undefined;
  });

  const stemOf = (word) => index.stems[index.numbers.get(word)];
  window.deskbook = { search, head, tokens, stemOf, root, index: async () => (index ||= await open()) };
})();

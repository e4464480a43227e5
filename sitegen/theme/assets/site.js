// Adds to pages that are whole without it: the theme switch, the current place in the contents list, references to
// copy, keys, the day on a print, and links that work from a folder.
(() => {
  "use strict";
  const root = document.documentElement;

  const box = document.getElementById("writ-theme");
  if (box) {
    const now = root.dataset.theme || "system";
    for (const radio of box.querySelectorAll("input")) radio.checked = radio.value === now;
    box.addEventListener("change", (e) => {
      const value = e.target.value;
      if (value === "system") delete root.dataset.theme;
      else root.dataset.theme = value;
      try {
        if (value === "system") localStorage.removeItem("writ-theme");
        else localStorage.setItem("writ-theme", value);
      } catch (err) { /* the choice holds for this page only */ }
    });
    box.hidden = false;
  }

  const contents = document.getElementById("writ-contents");
  if (contents) {
    const wide = matchMedia("(min-width: 60rem)");
    const details = contents.querySelector("details");
    const fit = () => { details.open = wide.matches; };
    fit();
    wide.addEventListener("change", fit);
    const links = [...contents.querySelectorAll("a")];
    const marks = links.map((a) => document.getElementById(decodeURIComponent(a.hash.slice(1))));
    let waiting = false;
    const follow = () => {
      waiting = false;
      let at = -1;
      const seen = (m) => !m.checkVisibility || m.checkVisibility(); // a heading in closed details is nowhere
      marks.forEach((m, i) => { if (m && seen(m) && m.getBoundingClientRect().top < innerHeight / 4) at = i; });
      links.forEach((a, i) => {
        if (i === at) a.setAttribute("aria-current", "location");
        else a.removeAttribute("aria-current");
      });
    };
    addEventListener("scroll", () => {
      if (!waiting) { waiting = true; requestAnimationFrame(follow); }
    }, { passive: true });
    follow();
  }

  // A table that is wider than its frame says so, in words as well as by its shadow.
  const frames = document.querySelectorAll(".table-scroll");
  if (frames.length && root.dataset.writWide) {
    const tell = (frame) => {
      const wide = frame.scrollWidth > frame.clientWidth + 1;
      const before = frame.previousElementSibling;
      const told = before && before.classList.contains("table-hint") ? before : null;
      if (wide && !told) {
        const hint = document.createElement("p");
        hint.className = "table-hint";
        hint.dir = root.dir;
        hint.setAttribute("aria-hidden", "true"); // the frame is a region that the keyboard reaches
        hint.textContent = root.dataset.writWide;
        frame.before(hint);
      } else if (!wide && told) told.remove();
    };
    const watch = new ResizeObserver((all) => { for (const x of all) tell(x.target); });
    for (const frame of frames) watch.observe(frame);
  }

  // Keys of one letter work while nobody types, unless the reader turned them off.
  const kept = (value) => {
    try {
      if (value === undefined) return localStorage.getItem("writ-slash");
      localStorage.setItem("writ-slash", value);
    } catch (err) { /* it holds for this page only */ }
    return null;
  };
  let letters = kept() !== "off";
  const pressed = (e, key) => e.key === key && !e.ctrlKey && !e.metaKey && !e.altKey && !e.isComposing &&
    (kept() ? kept() !== "off" : letters) && !(e.target.closest && e.target.closest(
      "input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]")) && !document.querySelector("dialog[open]");

  const keys = document.getElementById("writ-keys");
  const keysOpen = document.getElementById("writ-keys-open");
  if (keys && keysOpen) {
    const box = document.getElementById("writ-keys-on");
    const show = () => {
      box.checked = letters = kept() ? kept() !== "off" : letters;
      keys.showModal();
    };
    box.addEventListener("change", () => { letters = box.checked; kept(letters ? "on" : "off"); });
    keysOpen.querySelector("button").addEventListener("click", show);
    keysOpen.hidden = false;
    addEventListener("keydown", (e) => {
      if (!pressed(e, "?")) return;
      e.preventDefault();
      show();
    });
  }

  // References: "POL-001 v2.1 §4.2" with the address at which these words stay.
  const cite = document.getElementById("writ-cite");
  if (cite) {
    const permanent = new URL(cite.querySelector("a").getAttribute("href"), location.href);
    const heads = [...document.querySelectorAll(".writ-text .heading > :is(h2, h3, h4)[id]")];
    const said = document.createElement("p");
    said.className = "writ-said";
    said.setAttribute("role", "status");
    document.body.append(said);
    let waiting;
    const say = (text) => {
      clearTimeout(waiting);
      said.textContent = text;
      waiting = setTimeout(() => { said.textContent = ""; }, 6000);
    };
    const nameOf = (head) => {
      if (!head) return cite.dataset.reference;
      const words = head.textContent.trim().replace(/\s+/g, " ");
      const number = /^(\d+(?:\.\d+)*)[.)]?\s/.exec(words + " ");
      return cite.dataset.reference + " " + (number ? "§" + number[1] : "“" + words + "”");
    };
    const copy = async (head) => {
      const to = new URL(permanent);
      to.hash = head ? head.id : "";
      const text = nameOf(head) + " " + to.href;
      let done = true;
      try {
        await navigator.clipboard.writeText(text);
      } catch (err) { // only pages of a safe origin may
        const box = document.createElement("textarea");
        const at = document.activeElement;
        box.value = text;
        box.className = "visually-hidden";
        box.style.position = "fixed"; // or the page would scroll to it
        document.body.append(box);
        box.select();
        done = document.execCommand("copy");
        box.remove();
        if (at) at.focus({ preventScroll: true });
      }
      say((done ? cite.dataset.copied : cite.dataset.failed) + " " + text);
    };
    const button = (words, label, head) => {
      const b = document.createElement("button");
      b.type = "button";
      b.className = head ? "writ-copy" : "writ-button";
      b.textContent = words;
      if (label) b.setAttribute("aria-label", label);
      b.addEventListener("click", () => copy(head));
      return b;
    };
    cite.append(" ", button(cite.dataset.copy));
    for (const h of heads) h.parentNode.append(button(cite.dataset.short, cite.dataset.copy + ": " + nameOf(h), h));
    addEventListener("keydown", (e) => {
      if (!pressed(e, "y")) return;
      e.preventDefault();
      const top = (h) => h.getBoundingClientRect().top;
      const asked = heads.find((h) => "#" + h.id === decodeURIComponent(location.hash) && top(h) > -1 && top(h) < innerHeight);
      copy(asked || heads.filter((h) => top(h) < innerHeight / 4).at(-1));
    });
  }

  // Search is loaded when somebody first wants it: by its link, by Ctrl-K, or by the key /, which can be turned off.
  const opener = document.getElementById("writ-search-open");
  if (opener && location.protocol !== "file:") {
    let script = null;
    const search = () => {
      if (self.writSearch) self.writSearch.open();
      else if (!script) {
        script = document.createElement("script");
        script.src = opener.dataset.script;
        script.onload = search;
        script.onerror = () => location.assign(opener.href);
        document.head.append(script);
      }
    };
    opener.addEventListener("click", (e) => {
      if (e.ctrlKey || e.metaKey || e.shiftKey || e.altKey) return;
      e.preventDefault();
      search();
    });
    addEventListener("keydown", (e) => {
      const chord = e.key.toLowerCase() === "k" && (e.ctrlKey || e.metaKey) && !e.altKey && !e.shiftKey;
      if (!chord && !pressed(e, "/")) return;
      e.preventDefault();
      search();
    });
  }

  // What the search found on this page is marked in its text.
  try {
    const found = JSON.parse(sessionStorage.getItem("writ-found"));
    sessionStorage.removeItem("writ-found");
    if (found && found.at === location.pathname && CSS.highlights) {
      const pattern = new RegExp(found.pattern, "gu");
      const marks = new Highlight();
      const walk = document.createTreeWalker(document.querySelector(".writ-text"), NodeFilter.SHOW_TEXT);
      for (let node; (node = walk.nextNode());) {
        for (const m of node.data.matchAll(pattern)) {
          const range = new Range();
          range.setStart(node, m.index);
          range.setEnd(node, m.index + m[0].length);
          marks.add(range);
          for (let d = node.parentElement; (d = d.closest("details")); d = d.parentElement) d.open = true;
        }
      }
      CSS.highlights.set("writ-found", marks);
    }
  } catch (e) { /* a browser that keeps nothing, or can't mark */ }

  addEventListener("beforeprint", () => {
    const d = new Date();
    const two = (n) => String(n).padStart(2, "0");
    root.dataset.writPrinted = `${root.dataset.writSource ? " · " : ""}${root.dataset.writDay} ${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}`;
    for (const d of document.querySelectorAll("main details")) d.open = true;
  });

  // A folder has no server that would find index.html.
  if (location.protocol === "file:") {
    for (const a of document.querySelectorAll("a[href]")) {
      const href = a.getAttribute("href");
      if (!/^[a-z][a-z0-9+.-]*:/i.test(href)) a.setAttribute("href", href.replace(/\/(?=$|[#?])/, "/index.html"));
    }
  }
})();

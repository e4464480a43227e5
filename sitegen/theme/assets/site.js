// Adds to pages that are whole without it: the theme switch, the current place in the contents list, the day
// on a print, and links that work from a folder.
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
        hint.setAttribute("aria-hidden", "true"); // the frame is a region that the keyboard reaches
        hint.textContent = root.dataset.writWide;
        frame.before(hint);
      } else if (!wide && told) told.remove();
    };
    const watch = new ResizeObserver((all) => { for (const x of all) tell(x.target); });
    for (const frame of frames) watch.observe(frame);
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
    const on = () => {
      try { return localStorage.getItem("writ-slash") !== "off"; } catch (err) { return true; }
    };
    addEventListener("keydown", (e) => {
      const plain = !e.ctrlKey && !e.metaKey && !e.altKey && !e.isComposing;
      const typing = e.target.closest && e.target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");
      const wanted = e.key === "/" ? plain && !typing && on() : e.key.toLowerCase() === "k" && (e.ctrlKey || e.metaKey) && !e.altKey && !e.shiftKey;
      if (!wanted) return;
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

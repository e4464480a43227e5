// Sorting and filtering of the register, which is a whole table without this.
(() => {
  "use strict";
  const table = document.getElementById("writ-register");
  const form = document.getElementById("writ-filter");
  const live = document.getElementById("writ-live");
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  const lower = (s) => s.normalize("NFKC").toLowerCase();
  const rows = [...body.rows].map((tr) => {
    const cells = [...tr.cells].map((c) => c.textContent.trim());
    const keys = [...tr.cells].map((c, i) => c.querySelector("time")?.dateTime ?? cells[i]); // days are written in many ways
    return { tr, cells, keys, text: lower(cells.join(" ")) };
  });
  const order = new Intl.Collator(document.documentElement.lang, { numeric: true, sensitivity: "base" });
  let sorted = "";

  const say = () => {
    const shown = rows.filter((r) => !r.tr.hidden).length;
    live.textContent = `${shown} / ${rows.length} ${live.dataset.shown}. ${sorted}`;
  };

  heads.forEach((th, i) => {
    const name = th.textContent;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "writ-sort";
    button.textContent = name;
    th.replaceChildren(button);
    button.addEventListener("click", () => {
      const down = th.getAttribute("aria-sort") === "ascending";
      heads.forEach((h) => h.removeAttribute("aria-sort"));
      th.setAttribute("aria-sort", down ? "descending" : "ascending");
      // Empty cells stay last in both directions.
      rows.sort((a, b) => {
        const x = a.keys[i], y = b.keys[i];
        if (!x || !y) return (x ? 0 : 1) - (y ? 0 : 1);
        return down ? order.compare(y, x) : order.compare(x, y);
      });
      body.append(...rows.map((r) => r.tr));
      sorted = `${live.dataset.sorted} ${name}, ${down ? live.dataset.descending : live.dataset.ascending}.`;
      say();
    });
  });

  const names = ["q", "kind", "state", "owner", "due"];
  const filter = () => {
    const words = lower(form.q.value).split(/\s+/).filter(Boolean);
    for (const r of rows) {
      r.tr.hidden = !(words.every((w) => r.text.includes(w)) &&
        (!form.kind.value || r.cells[5] === form.kind.value) &&
        (!form.state.value || r.tr.dataset.state === form.state.value) &&
        (!form.owner.value || r.cells[6] === form.owner.value) &&
        (!form.due.value || r.tr.dataset.due === form.due.value));
    }
    const query = new URLSearchParams(names.map((n) => [n, form[n].value]).filter((p) => p[1])).toString();
    try { history.replaceState(null, "", query ? "?" + query : location.pathname); } catch (e) { /* a folder */ }
    say();
  };
  const asked = new URLSearchParams(location.search);
  for (const n of names) if (asked.has(n)) form[n].value = asked.get(n);
  form.addEventListener("input", filter);
  form.addEventListener("submit", (e) => e.preventDefault());
  form.addEventListener("reset", (e) => {
    e.preventDefault();
    for (const n of names) form[n].value = "";
    filter();
  });
  form.hidden = false;
  if ([...asked].length) filter();
  else say();
})();

// Picks a day, a copy or an id out of tables that are whole without this.
(() => {
  "use strict";
  const form = document.getElementById("writ-form");
  const answer = document.getElementById("writ-answer");
  const asked = new URLSearchParams(location.search);
  const rows = (id) => [...(document.getElementById(id)?.tBodies[0].rows ?? [])];
  const keep = (names) => {
    const query = new URLSearchParams(names.map((n) => [n, form[n].value]).filter((p) => p[1])).toString();
    try { history.replaceState(null, "", query ? "?" + query : location.pathname); } catch (e) { /* a folder */ }
  };

  const asOf = () => {
    const on = /^\d{4}-\d\d-\d\d$/.test(form.on.value.trim()) ? form.on.value.trim() : "";
    let shown = 0;
    for (const tr of rows("writ-as-of")) {
      let some = false;
      for (const li of tr.querySelectorAll("li")) {
        li.hidden = on !== "" && !(li.dataset.from <= on && (!li.dataset.until || on <= li.dataset.until));
        some ||= !li.hidden;
      }
      tr.hidden = !some;
      if (some) shown++;
    }
    answer.textContent = on && `${on}: ${shown} ${answer.dataset.shown}`;
    keep(["on"]);
  };

  const check = () => {
    const id = form.id.value.trim().toLowerCase(), version = form.version.value.trim().replace(/^v(?=\d)/i, "");
    let found = null;
    for (const tr of rows("writ-check")) {
      tr.hidden = id !== "" && tr.dataset.id !== id;
      if (!tr.hidden && id) found = tr;
    }
    const d = answer.dataset;
    let say = "";
    if (id && !found) say = d.unknown;
    else if (found && found.dataset.version === undefined) say = d.withdrawn;
    else if (found && version) {
      const is = found.dataset;
      if (version === is.version) say = d.current;
      else if (version === is.coming) say = d.coming;
      else say = `${is.old.split("\n").includes(version) ? d.superseded : d.never} ${is.version}`;
    }
    answer.textContent = say;
    keep(["id", "version"]);
  };

  if (form) {
    const run = form.dataset.form === "check" ? check : asOf;
    let given = false;
    for (const box of form.querySelectorAll("input")) {
      if (asked.has(box.name)) { box.value = asked.get(box.name); given = true; }
    }
    form.addEventListener("input", run);
    form.addEventListener("submit", (e) => { e.preventDefault(); run(); });
    form.hidden = false;
    if (given) run();
  }

  const place = document.getElementById("writ-asked");
  if (place) {
    const decoded = (s) => { try { return decodeURIComponent(s); } catch (e) { return s; } };
    const parts = location.pathname.toLowerCase().split("/").map(decoded);
    const found = rows("writ-gone").find((tr) => parts.includes(tr.dataset.id));
    if (found) {
      for (const tr of rows("writ-gone")) tr.hidden = tr !== found;
      place.textContent = `${place.dataset.asked} ${found.cells[0].textContent}`;
    }
  }
})();

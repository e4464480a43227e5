// A page that compares versions is whole without this: here readers choose to see one of the texts alone.
(() => {
  "use strict";
  const box = document.getElementById("writ-redline-view");
  const text = document.getElementById("writ-redline");
  if (!box || !text) return;
  box.addEventListener("change", (e) => { text.dataset.view = e.target.value; });
  box.hidden = false;
})();

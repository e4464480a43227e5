// Before the first paint: the theme that the reader chose last.
try {
  var t = localStorage.getItem("writ-theme");
  if (t === "light" || t === "dark") document.documentElement.dataset.theme = t;
} catch (e) { /* a browser that keeps nothing follows the system */ }

// Applies the chosen theme before the first paint; the one script that blocks it.
(function () {
  try {
    var theme = localStorage.getItem("tenfold-theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  } catch (error) {
    // Without storage the system's choice stands.
  }
})();

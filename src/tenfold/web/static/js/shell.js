// What every page does: the theme switch, the state of the connection, toasts.

const THEMES = ["system", "light", "dark"];
const NAMES = { system: "as the system", light: "light", dark: "dark" };
const root = document.documentElement;

function setTheme(theme) {
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
  try {
    if (theme === "system") localStorage.removeItem("tenfold-theme");
    else localStorage.setItem("tenfold-theme", theme);
  } catch {
    // The choice then lasts as long as the page.
  }
  showTheme();
}

function showTheme() {
  const theme = root.dataset.theme ?? "system";
  for (const button of document.querySelectorAll("[data-theme-switch]")) {
    button.setAttribute("aria-label", `Theme: ${NAMES[theme]}`);
    button.title = `Theme: ${NAMES[theme]}`;
  }
}

function nextTheme() {
  const now = THEMES.indexOf(root.dataset.theme ?? "system");
  setTheme(THEMES[(now + 1) % THEMES.length]);
}

function showConnection() {
  const place = document.getElementById("connection");
  if (!place) return;
  place.dataset.state = navigator.onLine ? "online" : "offline";
  const text = place.querySelector("[data-connection-text]");
  const ready = place.dataset.ready ?? "Ready";
  text.textContent = navigator.onLine ? ready : "You are offline";
}

// Shows a toast for six seconds, longer while it is pointed at or has the focus.
// window.tenfold.toast("Saved as 9.", { action: "Undo", run: () => {...} })
function toast(text, { action, run, seconds = 6 } = {}) {
  const region = document.getElementById("toasts");
  const box = document.createElement("div");
  box.className = "toast";
  const words = document.createElement("span");
  words.textContent = text;
  box.append(words);
  if (action) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = action;
    button.addEventListener("click", () => {
      box.remove();
      run?.();
    });
    box.append(button);
  }
  region.append(box);
  leaveLater(box, seconds);
  return box;
}

function leaveLater(box, seconds) {
  let timer;
  const start = () => {
    clearTimeout(timer);
    timer = setTimeout(() => box.remove(), seconds * 1000);
  };
  const hold = () => clearTimeout(timer);
  box.addEventListener("pointerenter", hold);
  box.addEventListener("focusin", hold);
  box.addEventListener("pointerleave", start);
  box.addEventListener("focusout", start);
  start();
}

async function copyFrom(button) {
  const field = document.getElementById(button.dataset.copy);
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    toast("Copied.");
  } catch {
    toast("Selected. Copy it with the keyboard.");
  }
}

function closeMenus(event) {
  for (const menu of document.querySelectorAll(".menu[open]")) {
    const left = event.type === "pointerdown" && !menu.contains(event.target);
    if (!left && event.key !== "Escape") continue;
    const hadFocus = menu.contains(document.activeElement);
    menu.open = false;
    if (hadFocus) menu.querySelector("summary").focus();
  }
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", () => copyFrom(button));
}
addEventListener("pointerdown", closeMenus);
addEventListener("keydown", closeMenus);
for (const button of document.querySelectorAll("[data-theme-switch]")) {
  button.addEventListener("click", nextTheme);
}
for (const box of document.querySelectorAll("#toasts > .toast")) leaveLater(box, 6);
addEventListener("online", showConnection);
addEventListener("offline", showConnection);
showTheme();
showConnection();
// The token that a request must carry to change something, in the header X-CSRFToken. From the
// cookie first: the page may be an old one that the service worker kept.
function csrfToken() {
  const cookie = document.cookie.match(/(?:^|; )tenfold_csrf=([^;]+)/);
  return cookie?.[1] ?? document.querySelector('meta[name="csrf-token"]')?.content ?? "";
}

window.tenfold = { toast, showConnection, csrfToken };

// Draws the page that the address names; every state of the viewer is an address.

import { show } from "./dom.js";
import { failure, loading } from "./parts.js";
import { runsPage } from "./runs.js";
import { runPage } from "./run.js";
import { comparePage } from "./compare.js";
import { dialoguePage } from "./dialogue.js";

const PAGES = { "/": runsPage, "/run": runPage, "/dialogue": dialoguePage, "/compare": comparePage };

let current = new AbortController();

/** Goes to an address; with replace the one before is forgotten, as for a filter that changed. */
export function go(address, { replace = false } = {}) {
  if (replace) history.replaceState(null, "", address);
  else history.pushState(null, "", address);
  const focused = replace ? document.activeElement?.getAttribute("name") : null;
  return draw(!replace).then(() => {
    // What was drawn anew keeps the keyboard where it was.
    if (focused && document.activeElement === document.body) document.querySelector(`main [name="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  });
}

async function draw(fresh = true) {
  current.abort();
  current = new AbortController();
  const signal = current.signal;
  const main = document.getElementById("main");
  const page = PAGES[location.pathname] ?? runsPage;
  const parameters = Object.fromEntries(new URLSearchParams(location.search));
  const slow = setTimeout(() => {
    if (fresh && !signal.aborted) show(main, loading("the run"));
  }, 150);
  try {
    await page(main, parameters, { signal, go, fresh });
    if (fresh && !signal.aborted) {
      window.scrollTo(0, 0);
      main.focus({ preventScroll: true });
    }
  } catch (error) {
    if (error.name !== "AbortError" && !signal.aborted) show(main, failure(error, () => draw()));
  } finally {
    clearTimeout(slow);
    main.removeAttribute("aria-busy");
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  const plainClick = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  if (!link || !plainClick || link.origin !== location.origin || link.target || link.hash) return;
  event.preventDefault();
  go(link.pathname + link.search);
});
window.addEventListener("popstate", () => draw());

const THEMES = ["auto", "light", "dark"];
const theme = document.getElementById("theme");

function dress(name) {
  document.documentElement.dataset.theme = name;
  theme.textContent = { auto: "Auto", light: "Light", dark: "Dark" }[name];
  theme.setAttribute("aria-label", "Colours: " + name);
}

function remembered() {
  try {
    return localStorage.getItem("theme") ?? "auto";
  } catch {
    return "auto";
  }
}

theme.addEventListener("click", () => {
  const next = THEMES[(THEMES.indexOf(document.documentElement.dataset.theme) + 1) % THEMES.length];
  try {
    localStorage.setItem("theme", next);
  } catch {
    // Without storage the choice lasts until the page is closed.
  }
  dress(next);
  window.dispatchEvent(new Event("theme"));
});

dress(THEMES.includes(remembered()) ? remembered() : "auto");
draw();

// Plays a dialogue turn by turn. The turn it stands at is part of the address.

import { search } from "./api.js";
import { h } from "./dom.js";
import { select } from "./parts.js";

const SPEEDS = [["0.5", "half speed"], ["1", "normal"], ["2", "double"], ["4", "four times"]];
const TURN_MILLIS = 1600;

export function player(one, board, parameters, { signal }) {
  const count = one.turns.length;
  if (count === 0) return null;
  const asked = Number.parseInt(parameters.turn ?? "", 10);
  let at = Number.isInteger(asked) ? Math.min(Math.max(asked, 1), count) : count;
  let speed = SPEEDS.some(([key]) => key === parameters.speed) ? parameters.speed : "1";
  let timer = null;
  const cards = [...board.querySelectorAll("[data-turn]")].sort((a, b) => a.dataset.turn - b.dataset.turn);

  const scrub = h("input", { type: "range", min: 1, max: count, value: at, "aria-label": "Turn", oninput: () => { pause(); to(Number(scrub.value)); } });
  const where = h("output", {});
  const button = (sign, label, action) => h("button", { type: "button", title: label, "aria-label": label, onclick: action }, sign);
  const play = button("\u25b6", "Play (space)", () => toggle());
  const bar = h("div", { class: "player", role: "group", "aria-label": "Player" },
    button("\u21e4", "To the first turn (Home)", () => { pause(); to(1); }), button("\u2190", "One turn back (left arrow)", () => { pause(); to(at - 1); }),
    play, button("\u2192", "One turn on (right arrow)", () => { pause(); to(at + 1); }), button("\u21e5", "To the last turn (End)", () => { pause(); to(count); }),
    scrub, where, select("Speed", "speed", speed, SPEEDS, (value) => { speed = value; keep(); if (timer !== null) run(); }));

  function to(turn, quiet = false) {
    at = Math.min(Math.max(turn, 1), count);
    scrub.value = at;
    where.textContent = `${at} of ${count}`;
    cards.forEach((card, i) => {
      card.classList.toggle("later", i >= at);
      card.toggleAttribute("inert", i >= at);
      card.classList.toggle("now", i === at - 1 && at < count);
    });
    if (quiet) return;
    keep();
    cards[at - 1]?.scrollIntoView({ block: "nearest", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  }

  function keep() {
    const turn = at === count && timer === null ? "" : at;
    history.replaceState(null, "", "/dialogue" + search({ ...parameters, turn, speed: speed === "1" ? "" : speed }));
  }

  function run() {
    clearInterval(timer);
    timer = setInterval(() => {
      to(at + 1);
      if (at >= count) pause();
    }, TURN_MILLIS / Number(speed));
    play.textContent = "\u2016";
    play.setAttribute("aria-label", "Pause (space)");
  }

  function pause() {
    clearInterval(timer);
    timer = null;
    play.textContent = "\u25b6";
    play.setAttribute("aria-label", "Play (space)");
  }

  function toggle() {
    if (timer !== null) {
      pause();
      return;
    }
    if (at >= count) to(1);
    run();
  }

  const keys = { ArrowLeft: () => { pause(); to(at - 1); }, ArrowRight: () => { pause(); to(at + 1); }, Home: () => { pause(); to(1); }, End: () => { pause(); to(count); }, " ": toggle };
  document.addEventListener("keydown", (event) => {
    const own = event.target.closest("input, select, textarea, pre") || (event.key === " " && event.target.closest("button, summary, a"));
    if (own || event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  }, { signal });
  signal.addEventListener("abort", () => clearInterval(timer));
  to(at, true);
  return bar;
}

// One dialogue, with its player.

import { ask, search } from "./api.js";
import { board, question } from "./board.js";
import { h, show } from "./dom.js";
import { crumbs, modeTag } from "./parts.js";
import { player } from "./player.js";

export async function dialoguePage(main, parameters, context) {
  const { signal } = context;
  const one = await ask("dialogue", { run: parameters.run, id: parameters.id }, signal);
  document.title = one.id + " - Colloquy";
  crumbs(["Runs", "/"], [parameters.run, "/run" + search({ run: parameters.run })], ["Dialogues", "/run" + search({ run: parameters.run, tab: "dialogues" })], [one.id]);
  const stage = board(one, parameters, signal);
  show(main, head(one, parameters), question(one), player(one, stage, parameters, context), stage);
  keys(one, parameters, context);
}

function address(parameters, id) {
  return "/dialogue" + search({ ...parameters, id, turn: "" });
}

function head(one, parameters) {
  return h("div", { class: "title-row" },
    h("h1", {}, "Dialogue " + one.id), modeTag(one.mode), one.status === "failed" && h("span", { class: "badge failed" }, "failed"),
    h("nav", { class: "steps", "aria-label": "Neighbours" },
      one.previous ? h("a", { class: "button", href: address(parameters, one.previous), rel: "prev", title: "Previous dialogue ( [ )" }, "\u2190 " + one.previous) : "",
      one.next ? h("a", { class: "button", href: address(parameters, one.next), rel: "next", title: "Next dialogue ( ] )" }, one.next + " \u2192") : ""));
}

function keys(one, parameters, { signal, go }) {
  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input, select, textarea") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "[" && one.previous) go(address(parameters, one.previous));
    if (event.key === "]" && one.next) go(address(parameters, one.next));
  }, { signal });
}

// What several pages show alike.

import { h, show } from "./dom.js";
import { percent } from "./format.js";

const STANDINGS = {
  running: ["running", "being written now"],
  finished: ["finished", "the log is whole"],
  failed: ["failed", "some dialogues failed, or the run was given up"],
  resumable: ["resumable", "stopped before its end; colloquy resume goes on with it"],
  unreadable: ["unreadable", "its run.json cannot be read"],
};

export function badge(standing) {
  const [word, title] = STANDINGS[standing] ?? [standing, ""];
  return h("span", { class: "badge " + standing, title }, word);
}

const GRADES = { right: ["\u2713", "right"], wrong: ["\u2717", "wrong"], malformed: ["?", "no answer could be read"] };

/** A grade as sign, colour and word at once. */
export function mark(grade, what = "") {
  if (!grade) return h("span", { class: "mark none", title: "not graded" }, "\u2013");
  const [sign, word] = GRADES[grade];
  const title = what ? what + ": " + word : word;
  return h("span", { class: "mark " + grade, title, role: "img", "aria-label": title }, sign);
}

export function modeTag(mode) {
  const title = mode === "cooperate" ? "the agents met as colleagues" : "the agents met as rivals";
  return h("span", { class: "tag " + mode, title }, mode);
}

export function loading(what) {
  return h("div", { class: "state", role: "status" }, h("div", { class: "spinner" }), h("p", {}, "Reading " + what + " \u2026"));
}

export function empty(title, ...words) {
  return h("div", { class: "state" }, h("h2", {}, title), h("p", {}, words));
}

export function failure(error, again) {
  const missing = error.status === 404;
  return h("div", { class: "state error", role: "alert" },
    h("h2", {}, missing ? "Not there" : "This cannot be shown"),
    h("p", {}, error.message),
    h("p", {}, again && h("button", { type: "button", onclick: again }, "Try again"), " ", h("a", { href: "/" }, "All runs")));
}

/** A share as a bar with its interval, and in words. */
export function shareBar(share, hue) {
  const words = share.asked ? `${percent(share.share)} (${percent(share.low)} to ${percent(share.high)}), ${share.right} of ${share.asked}` : "none asked";
  return h("span", { class: "bar-cell", title: words },
    h("span", { class: "bar-track", "aria-hidden": "true" },
      h("span", { class: "bar-fill", "--share": share.share, "--hue": `var(--c${hue % 8})` }),
      share.asked > 0 && h("span", { class: "bar-range", "--low": share.low, "--high": share.high })),
    h("span", { class: "num" }, share.asked ? percent(share.share) : "\u2013"));
}

export function notice(words) {
  const place = document.getElementById("notice");
  show(place, h("span", {}, words));
  clearTimeout(notice.timer);
  notice.timer = setTimeout(() => show(place), 4000);
}

export function crumbs(...links) {
  show(document.getElementById("crumbs"), links.map(([words, href]) =>
    h("li", {}, href ? h("a", { href }, words) : h("span", { "aria-current": "page" }, words))));
}

/** A labelled choice; the first entry means any. */
export function select(label, name, value, entries, onchange) {
  return h("label", { class: "field" }, h("span", {}, label),
    h("select", { name, onchange: (event) => onchange(event.target.value) },
      entries.map(([entry, words]) => h("option", { value: entry, selected: entry === (value ?? "") }, words))));
}

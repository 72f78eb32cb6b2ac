// A turn's text, with its first wrong step underlined and its peers named.

import { h, plain } from "./dom.js";

const PEER = /\b([Pp]eer (\d{1,3}))\b/g;

export function said(turn, one) {
  if (turn.text === "") return h("span", { class: "dim" }, "(nothing)");
  const names = one.cast.find((member) => member.agent === turn.agent)?.hears ?? [];
  if (turn.wrongFrom === undefined) return named(turn.text, names);
  return [named(turn.text.slice(0, turn.wrongFrom), names),
    h("mark", { class: "wrong-step", title: "the first wrong step" }, plain(turn.text.slice(turn.wrongFrom, turn.wrongTo))),
    named(turn.text.slice(turn.wrongTo), names)];
}

/** What stands for a peer keeps its words; the name follows. */
function named(text, names) {
  const parts = [];
  let from = 0;
  for (const match of text.matchAll(PEER)) {
    const name = names[Number(match[2]) - 1];
    if (name === undefined) continue;
    parts.push(plain(text.slice(from, match.index + match[0].length)), h("span", { class: "peer" }, name));
    from = match.index + match[0].length;
  }
  parts.push(plain(text.slice(from)));
  return parts;
}

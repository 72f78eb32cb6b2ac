// Asks the server. An error carries the sentence that the server gave.

export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

export async function ask(path, parameters = {}, signal = undefined) {
  const query = search(parameters);
  let response;
  try {
    response = await fetch("/api/" + path + query, { signal, headers: { accept: "application/json" } });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refused(0, "The viewer does not answer. Is colloquy view still running?");
  }
  const answer = await response.json().catch(() => ({ error: "The answer was not JSON." }));
  if (!response.ok) throw new Refused(response.status, answer.error ?? response.statusText);
  return answer;
}

/** Such as ?run=x&tab=y, without what is empty. */
export function search(parameters) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== null && value !== "") query.set(name, value);
  }
  const text = query.toString();
  return text ? "?" + text : "";
}

/** The present address's parameters with some changed; what was chosen a moment ago is kept. */
export function changed(changes) {
  return search({ ...Object.fromEntries(new URLSearchParams(location.search)), ...changes });
}

/** Follows a run until the signal; the callback gets each progress, and gone at its end. */
export function follow(run, signal, onProgress, onGone) {
  const source = new EventSource("/api/events" + search({ run }));
  source.addEventListener("progress", (event) => onProgress(JSON.parse(event.data)));
  source.addEventListener("gone", () => {
    source.close();
    onGone();
  });
  signal.addEventListener("abort", () => source.close());
}

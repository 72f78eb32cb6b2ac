// Numbers and times as people read them.

const whole = new Intl.NumberFormat("en");
const compact = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });

export const count = (n) => whole.format(n);
export const short = (n) => (n < 10000 ? whole.format(n) : compact.format(n));
export const percent = (share, digits = 1) => (100 * share).toFixed(digits) + "\u202f%";

/** Three significant digits, or so. */
export function number(value) {
  if (!Number.isFinite(value)) return String(value);
  if (value < 0) return "\u2212" + number(-value);
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (size >= 1000) return short(Math.round(value));
  if (size < 0.001) return value.toExponential(1);
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3);
}

export const signed = (value) => (value > 0 ? "+" : "") + number(value);

export function bytes(n) {
  if (n < 1 << 10) return n + " B";
  if (n < 1 << 20) return (n / (1 << 10)).toFixed(1) + " KiB";
  if (n < 1 << 30) return (n / (1 << 20)).toFixed(1) + " MiB";
  return (n / (1 << 30)).toFixed(2) + " GiB";
}

export function duration(seconds) {
  if (seconds < 60) return seconds + " s";
  if (seconds < 3600) return Math.floor(seconds / 60) + " min " + (seconds % 60) + " s";
  return Math.floor(seconds / 3600) + " h " + Math.floor((seconds % 3600) / 60) + " min";
}

export function when(iso) {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return iso || "";
  const pad = (n) => String(n).padStart(2, "0");
  return `${time.getFullYear()}-${pad(time.getMonth() + 1)}-${pad(time.getDate())} ${pad(time.getHours())}:${pad(time.getMinutes())}`;
}

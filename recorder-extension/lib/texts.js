// The words of the recorder. Every one that a person reads stands in _locales, none in the code.

const found = (key, values = []) => chrome.i18n.getMessage(key, values.map(isolated));

/** The language that the words are in, which is not always Chromium's. Where it is, its region counts too. */
const language = found("language");
const ui = chrome.i18n.getUILanguage();
const locale = ui.split("-")[0] === language.split("-")[0] ? ui : language;
const plurals = new Intl.PluralRules(language);
const isRtl = found("@@bidi_dir") === "rtl";

/** A name that runs the other way must not drag the words around it along: first strong isolate, and its end. */
function isolated(value) {
  const name = String(value);
  const isPlain = !isRtl && !/[\p{Script=Hebrew}\p{Script=Arabic}]/u.test(name);
  return isPlain || name.includes("\u2068") ? name : `\u2068${name}\u2069`;
}

export const text = (key, ...values) => found(key, values) || key;

/** The form that the language has for this number: `events_one`, `events_other` and what else it may need. */
export function counted(key, count, ...values) {
  const all = [number(count), ...values];
  return found(`${key}_${plurals.select(count)}`, all) || text(`${key}_other`, ...all);
}

export const number = (count) => new Intl.NumberFormat(locale).format(count);

export const clock = (instant) => new Intl.DateTimeFormat(locale, { timeStyle: "short" }).format(instant);

export const day = (instant) =>
  new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" }).format(instant);

export function bytes(count) {
  const unit = count < 1_000_000 ? "kilobyte" : "megabyte";
  const amount = unit === "kilobyte" ? Math.ceil(count / 1000) : count / 1_000_000;
  return new Intl.NumberFormat(locale, { style: "unit", unit, maximumFractionDigits: 1 }).format(amount);
}

export function duration(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const tail = String(seconds % 60).padStart(2, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${tail}` : `${minutes}:${tail}`;
}

const PLACES = { i18n: "textContent", i18nPlaceholder: "placeholder", i18nTitle: "title", i18nLabel: "ariaLabel" };

/** Put the words into a page whose elements name them: `data-i18n`, `data-i18n-placeholder`, `-title`, `-label`. */
export function localise(page) {
  Object.assign(page.documentElement, { lang: language, dir: found("@@bidi_dir") });
  for (const [name, place] of Object.entries(PLACES)) {
    const attribute = `data-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    for (const element of page.querySelectorAll(`[${attribute}]`)) element[place] = text(element.dataset[name]);
  }
}

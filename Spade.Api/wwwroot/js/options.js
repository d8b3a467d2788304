// @ts-check
import { element, part, setText } from './dom.js';
import { language } from './format.js';
import { read } from './http.js';
import { saved } from './saved.js';

/** @typedef {{languages: string[], pages: string, dpi: string, text: string}} Options */

/** A language of the service. @typedef {{code: string, name: string | null, default: boolean}} Offered */

/** @type {Options} */
const none = { languages: [], pages: '', dpi: '', text: '' };
const kept = saved('options', none);
const texts = { auto: "the PDF's own text where sound", layer: "the PDF's own text" };

/** Prepares the form of options, and fills it as it was left. */
export function startOptions() {
  const form = /** @type {HTMLFormElement} */ (part(document, 'options-form'));
  const options = kept.get();
  field(form, 'pages').value = options.pages;
  field(form, 'dpi').value = options.dpi;
  field(form, 'text').value = options.text;
  form.addEventListener('input', () => keep(form));
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('reset', () => setTimeout(() => reset(form)));
  summarize();
  offerLanguages(form);
}

/** The query of an upload. */
export function queryOfOptions() {
  const { languages, pages, dpi, text } = kept.get();
  const query = new URLSearchParams();
  if (languages.length > 0) query.set('lang', languages.join('+'));
  if (pages) query.set('pages', pages.replaceAll(/\s/g, ''));
  if (dpi) query.set('dpi', dpi);
  if (text) query.set('text', text);
  return query;
}

/** False, and the form is opened at its error, while an option is not valid. */
export function optionsAreValid() {
  const form = /** @type {HTMLFormElement} */ (part(document, 'options-form'));
  if (form.checkValidity()) return true;
  part(document, 'options').open = true;
  form.reportValidity();
  return false;
}

/** @param {HTMLFormElement} form */
async function offerLanguages(form) {
  const note = part(form, 'languages-note');
  const box = part(form, 'languages');
  try {
    /** @type {{languages: Offered[]}} */
    const { languages } = await (await read('/languages')).json();
    const chosen = kept.get().languages;
    box.replaceChildren(...languages.map((offered) => choice(offered, chosen.includes(offered.code))));
    keep(form);
    const usual = languages.find((offered) => offered.default);
    setText(note, usual && languages.length > 1 ? `None chosen means ${nameOf(usual)}. Several slow the reading down.` : '');
  } catch {
    setText(note, 'The languages could not be listed. Scans are read in the default language.');
  }
}

/** @param {Offered} offered */
function nameOf(offered) {
  return offered.name ?? language(offered.code);
}

/**
 * @param {Offered} offered
 * @param {boolean} isChosen
 */
function choice(offered, isChosen) {
  const label = element('label', 'check');
  const box = element('input');
  box.type = 'checkbox';
  box.name = 'language';
  box.value = offered.code;
  box.checked = isChosen;
  label.append(box, ` ${nameOf(offered)}`);
  return label;
}

/** @param {HTMLFormElement} form */
function keep(form) {
  const checked = [...form.querySelectorAll('input[name=language]:checked')].map((box) => /** @type {any} */ (box).value);
  // In the order in which they were chosen: the first is the main one.
  const before = kept.get().languages.filter((code) => checked.includes(code));
  const languages = [...before, ...checked.filter((code) => !before.includes(code))];
  const has = form.querySelector('input[name=language]') !== null;
  kept.set({
    languages: has ? languages : kept.get().languages,
    pages: field(form, 'pages').value.trim(),
    dpi: field(form, 'dpi').value,
    text: field(form, 'text').value,
  });
  summarize();
}

/** @param {HTMLFormElement} form */
function reset(form) {
  for (const box of form.querySelectorAll('input[name=language]')) /** @type {any} */ (box).checked = false;
  for (const name of ['pages', 'dpi', 'text']) field(form, name).value = '';
  kept.set(none);
  summarize();
}

function summarize() {
  const { languages, pages, dpi, text } = kept.get();
  const said = [
    languages.length > 0 ? language(languages.join('+')) : 'default language',
    pages ? `pages ${pages}` : 'all pages',
    `${dpi || '300'} dpi`,
    ...(text ? [texts[/** @type {'auto' | 'layer'} */ (text)]] : []),
  ];
  setText(part(document, 'options-summary'), said.join(' · '));
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 * @returns {any}
 */
function field(form, name) {
  return form.elements.namedItem(name);
}

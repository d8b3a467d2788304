// @ts-check
import { cancel, remove, retry } from './actions.js';
import { announce, toast } from './announce.js';
import { fillRow, newRow } from './document-row.js';
import { hasEnded, list, nameOf } from './documents.js';
import { part, setText } from './dom.js';
import { isAway } from './http.js';
import { poll } from './poll.js';

/** @typedef {import('./documents.js').SpadeDocument} SpadeDocument */

const BUSY_MS = 1500;
const CALM_MS = 10_000;
const PAGE = 50;

const home = part(document, 'view="home"');
const rows = part(document, 'documents');
const status = part(document, 'documents-status');
const state = part(document, 'documents-state');
const more = part(document, 'documents-more');

/** As last seen. @type {Map<string, SpadeDocument>} */
const seen = new Map();
let shown = PAGE;
/** @type {ReturnType<typeof poll> | undefined} */
let polling;

export function startDocumentList() {
  status.addEventListener('change', () => {
    shown = PAGE;
    rows.replaceChildren();
    refresh();
  });
  more.addEventListener('click', () => {
    shown += PAGE;
    refresh();
  });
  rows.addEventListener('click', act);
  polling = poll(load);
}

/** Reads the list again, now. */
export function refresh() {
  polling?.now();
}

async function load() {
  if (home.hidden) return CALM_MS;
  try {
    const { documents, hasMore } = await listed();
    show(documents);
    more.hidden = !hasMore;
    return documents.every(hasEnded) ? CALM_MS : BUSY_MS;
  } catch (error) {
    if (!isAway(error)) say(`The list could not be read: ${/** @type {Error} */ (error).message}`, 'error');
    return BUSY_MS;
  }
}

/** @returns {Promise<{documents: SpadeDocument[], hasMore: boolean}>} */
async function listed() {
  /** @type {SpadeDocument[]} */
  const documents = [];
  /** @type {string | null} */
  let cursor = null;
  do {
    const part = await list({ status: status.value, cursor, limit: Math.min(shown - documents.length, 200) });
    documents.push(...part.documents);
    cursor = part.nextCursor;
  } while (cursor && documents.length < shown);
  return { documents, hasMore: cursor !== null };
}

/** @param {SpadeDocument[]} documents */
function show(documents) {
  const before = new Map([...rows.children].map((row) => [row.dataset.id, row]));
  let place = rows.firstElementChild;
  for (const document of documents) {
    const row = before.get(document.id) ?? newRow(document);
    before.delete(document.id);
    fillRow(row, document);
    // Rows that stay in place are not moved: moving one would take the focus from it.
    if (row === place) place = place.nextElementSibling;
    else rows.insertBefore(row, place);
    tellEnd(document);
    seen.set(document.id, document);
  }
  for (const row of before.values()) row.remove();
  rows.setAttribute('aria-busy', 'false');
  if (documents.length > 0) state.hidden = true;
  else if (status.value) say('No document is in this state.', 'filtered');
  else say('Nothing here yet. Drop a scan above, and its text appears.', 'nothing');
}

/**
 * @param {string} text
 * @param {'error' | 'filtered' | 'nothing'} why
 */
function say(text, why) {
  state.hidden = false;
  state.dataset.documentsState = why;
  setText(state, text);
}

/** @param {SpadeDocument} document */
function tellEnd(document) {
  const last = seen.get(document.id);
  if (last && !hasEnded(last) && hasEnded(document)) announce(`${nameOf(document)}: ${document.status}`);
}

/** @param {MouseEvent} event */
async function act(event) {
  const button = /** @type {HTMLElement} */ (event.target).closest('button[data-action]');
  const row = /** @type {HTMLElement | null} */ (button?.closest('li[data-id]') ?? null);
  const found = row && seen.get(row.dataset.id ?? '');
  if (!(button instanceof HTMLButtonElement) || !row || !found) return;
  button.disabled = true;
  try {
    await perform(button.dataset.action ?? '', found);
  } catch (error) {
    toast(/** @type {Error} */ (error).message);
  }
  button.disabled = false;
  refresh();
}

/**
 * @param {string} action
 * @param {SpadeDocument} document
 */
async function perform(action, document) {
  if (action === 'delete') {
    if (!(await remove(document))) return;
    seen.delete(document.id);
    toast(`${nameOf(document)} was deleted.`);
    status.focus();
    return;
  }
  const changed = await (action === 'cancel' ? cancel(document.id) : retry(document.id));
  if (changed) seen.set(changed.id, changed);
  if (action === 'cancel' && changed?.status === 'completed') toast(`${nameOf(document)} had completed already.`);
}

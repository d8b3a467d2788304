// @ts-check
import { cancel, remove, retry } from '../actions.js';
import { toast } from '../announce.js';
import { copy } from '../clipboard.js';
import { nameOf, pathOf } from '../documents.js';
import { part } from '../dom.js';
import { read } from '../http.js';
import { textOf } from './page-content.js';

/** @typedef {import('./reader.js').Reader} Reader */
/** @typedef {import('../documents.js').SpadeDocument} SpadeDocument */

const view = part(document, 'view="reader"');

/**
 * Makes the reader's buttons do what they say.
 * @param {Reader} reader
 */
export function startButtons(reader) {
  on('previous-page', () => reader.turn(-1));
  on('next-page', () => reader.turn(1));
  on('copy-page', () => copyPage(reader));
  on('copy-all', () => copyAll(reader));
  on('action="cancel"', () => cancelDocument(reader));
  on('action="retry"', () => retryDocument(reader));
  on('action="delete"', () => deleteDocument(reader));
}

/** @param {Reader} reader */
export async function copyPage({ content }) {
  if (!content) toast('There is no text to copy on this page.');
  else toast((await copy(textOf(content))) ? 'The text of the page was copied.' : 'The browser did not allow to copy.');
}

/** @param {Reader} reader */
async function copyAll({ document }) {
  if (!document) return;
  const text = await (await read(`${pathOf(document.id)}/text`, { accept: 'text/plain' })).text();
  toast((await copy(text.replaceAll('\f', '\n\n'))) ? 'The whole text was copied.' : 'The browser did not allow to copy.');
}

/** @param {Reader} reader */
async function cancelDocument(reader) {
  if (!reader.document) return;
  const changed = await cancel(reader.document.id);
  if (changed?.status === 'completed') toast('It had completed already.');
  await reader.refresh();
}

/** @param {Reader} reader */
async function retryDocument(reader) {
  if (!reader.document) return;
  await retry(reader.document.id);
  await reader.refresh();
  reader.restart();
}

/** @param {Reader} reader */
async function deleteDocument({ document }) {
  if (!document || !(await remove(document))) return;
  toast(`${nameOf(document)} was deleted.`);
  part(view, 'route').click();
}

/**
 * @param {string} name
 * @param {() => unknown} call
 */
function on(name, call) {
  const button = part(view, name);
  button.addEventListener('click', async () => {
    // A button that is busy keeps the focus, and is not pressed twice.
    if (button.getAttribute('aria-busy') === 'true') return;
    button.setAttribute('aria-busy', 'true');
    try {
      await call();
    } catch (error) {
      toast(/** @type {Error} */ (error).message);
    } finally {
      button.removeAttribute('aria-busy');
    }
  });
}

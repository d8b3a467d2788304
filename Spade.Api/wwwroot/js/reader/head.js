// @ts-check
import { describe, showBadge, showProgress } from '../document-row.js';
import { canRetry, hasEnded, nameOf, pathOf } from '../documents.js';
import { element, part, setText } from '../dom.js';

/** @typedef {import('../documents.js').SpadeDocument} SpadeDocument */

const head = part(document, 'view="reader"');
const extensions = { text: 'txt', hocr: 'hocr', tsv: 'tsv', pdf: 'pdf', file: '' };
/** Text, hOCR and TSV have the pages that are read already; the PDF is made at the end. */
const partial = ['text', 'hocr', 'tsv', 'file'];
/** Events that move to another replica are back sooner, and then there is nothing to tell. In milliseconds. */
const PATIENCE_MS = 2000;
let telling = 0;

/**
 * Shows a document's name, state, actions and downloads.
 * @param {SpadeDocument} document
 */
export function showHead(document) {
  const name = nameOf(document);
  window.document.title = `${name} – Spade`;
  setText(part(head, 'title'), name);
  part(head, 'title').title = name;
  setText(part(head, 'meta'), describe(document));
  showBadge(part(head, 'badge'), document);
  showActions(document);
  showDownloads(document);
  showNotices(document);
  showPagesRead(document);
}

/** @param {SpadeDocument} document */
export function showPagesRead(document) {
  part(head, 'progress-box').hidden = hasEnded(document);
  const bar = part(head, 'progress');
  showProgress(bar, document);
  bar.hidden = false;
  const { status, pagesDone, pagesTotal } = document;
  const counting = status === 'queued' ? 'Waiting for a worker' : 'Counting the pages';
  setText(part(head, 'progress-text'), pagesTotal === null ? counting : `${pagesDone} of ${pagesTotal} pages read`);
}

/** Nothing is said of another document's events any more. */
export function forgetLive() {
  clearTimeout(telling);
  telling = 0;
  setText(part(head, 'live'), '');
}

/**
 * Says whether pages appear as they are read.
 * @param {boolean} isLive
 */
export function showLive(isLive) {
  if (isLive) {
    clearTimeout(telling);
    telling = 0;
    say('on', 'live');
  } else if (telling === 0) {
    telling = window.setTimeout(() => say('off', 'reconnecting…'), PATIENCE_MS);
  }

  /**
   * @param {string} state
   * @param {string} text
   */
  function say(state, text) {
    const live = part(head, 'live');
    live.dataset.live = state;
    setText(live, text);
  }
}

/**
 * Shows that there is no document.
 * @param {string} title
 * @param {string} reason
 */
export function showMissing(title, reason) {
  window.document.title = `${title} – Spade`;
  setText(part(head, 'title'), title);
  setText(part(head, 'meta'), '');
  part(head, 'badge').hidden = true;
  for (const name of ['progress-box', 'copy', 'downloads', 'tools', 'body']) part(head, name).hidden = true;
  for (const button of head.querySelectorAll('[data-action]')) button.hidden = true;
  const way = element('a', 'button', 'Go to the documents');
  way.href = '/';
  way.dataset.route = '';
  part(head, 'notices').replaceChildren(notice('error', reason), way);
  part(head, 'notices').dataset.notices = '';
}

/** @param {SpadeDocument} document */
function showActions(document) {
  part(head, 'action="cancel"').hidden = hasEnded(document);
  part(head, 'action="retry"').hidden = !canRetry(document);
  part(head, 'action="delete"').hidden = !hasEnded(document);
}

/** @param {SpadeDocument} document */
function showDownloads(document) {
  part(head, 'downloads').hidden = false;
  const base = nameOf(document).replace(/\.[^.]{1,5}$/, '');
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (head.querySelectorAll('[data-output]'))) {
    const output = /** @type {keyof typeof extensions} */ (link.dataset.output);
    const reason = whyNot(document, output);
    if (reason) link.removeAttribute('href');
    else link.href = `${pathOf(document.id)}/${output}`;
    link.download = output === 'file' ? nameOf(document) : `${base}.${extensions[output]}`;
    link.title = reason;
    if (reason) link.setAttribute('aria-disabled', 'true');
    else link.removeAttribute('aria-disabled');
  }
}

/**
 * Why an output cannot be downloaded now; empty when it can.
 * @param {SpadeDocument} document
 * @param {string} output
 */
function whyNot(document, output) {
  if (output === 'file') return '';
  if (!partial.includes(output) && document.status !== 'completed') {
    return hasEnded(document) ? 'Only a completed document has one.' : 'It is made when the last page has been read.';
  }
  return document.pagesDone - (document.pagesFailed ?? 0) > 0 ? '' : 'No page has been read yet.';
}

/** @param {SpadeDocument} document */
function showNotices(document) {
  /** @type {[string, string][]} */
  const said = (document.warnings ?? []).map((warning) => ['warning', warning]);
  if (document.status === 'failed') said.unshift(['error', `${document.error?.message ?? 'It failed.'} ${adviceFor(document)}`]);
  if (document.status === 'cancelled') said.unshift(['info', 'It was cancelled. Retry goes on with the pages that are missing.']);
  const box = part(head, 'notices');
  const key = JSON.stringify(said);
  if (box.dataset.notices === key) return;
  box.dataset.notices = key;
  box.replaceChildren(...said.map(([kind, text]) => notice(kind, text)));
}

/** @param {SpadeDocument} document */
function adviceFor({ pagesDone, pagesFailed = 0, pagesTotal }) {
  if (pagesTotal === null) return 'Retry reads the file again; if that fails too, upload a repaired scan.';
  const kept = pagesDone - pagesFailed > 0 ? 'The pages that were read are below. ' : '';
  return `${kept}Retry reads the missing pages again; if that fails too, upload a repaired scan or choose other options.`;
}

/**
 * @param {string} kind
 * @param {string} text
 */
function notice(kind, text) {
  return element('p', `notice ${kind}`, text);
}

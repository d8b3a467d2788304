// @ts-check
import { addressOf, canRetry, hasEnded, nameOf } from './documents.js';
import { copyOf, part, setText } from './dom.js';
import { counted, language, size, time } from './format.js';

/** @typedef {import('./documents.js').SpadeDocument} SpadeDocument */

const words = { queued: 'Waiting', running: 'Running', completed: 'Completed', failed: 'Failed', cancelled: 'Cancelled' };

/** @param {SpadeDocument} document */
export function newRow(document) {
  const row = copyOf('document-row');
  row.dataset.id = document.id;
  const link = part(row, 'name');
  link.href = addressOf(document.id);
  link.textContent = link.title = nameOf(document);
  for (const action of ['cancel', 'retry', 'delete']) {
    const button = part(row, `action="${action}"`);
    part(button, 'label').textContent = `${button.textContent.trim()} ${nameOf(document)}`;
    button.title = action[0].toUpperCase() + action.slice(1);
  }
  return row;
}

/**
 * @param {HTMLElement} row
 * @param {SpadeDocument} document
 */
export function fillRow(row, document) {
  showBadge(part(row, 'badge'), document);
  setText(part(row, 'meta'), describe(document));
  showProgress(part(row, 'progress'), document);
  const problem = part(row, 'problem');
  problem.hidden = !document.error;
  setText(problem, document.error?.message ?? '');
  part(row, 'action="cancel"').hidden = hasEnded(document);
  part(row, 'action="retry"').hidden = !canRetry(document);
  part(row, 'action="delete"').hidden = !hasEnded(document);
}

/**
 * @param {HTMLElement} badge
 * @param {SpadeDocument} document
 */
export function showBadge(badge, document) {
  const hasWarnings = document.status === 'completed' && (document.pagesFailed ?? 0) > 0;
  badge.hidden = false;
  badge.dataset.badge = hasWarnings ? 'warned' : document.status;
  setText(badge, hasWarnings ? 'Completed with gaps' : words[document.status]);
}

/**
 * A line that tells variants of the same scan apart.
 * @param {SpadeDocument} document
 */
export function describe(document) {
  return [
    ...(document.pagesTotal === null && hasEnded(document) ? [] : [pagesOf(document)]),
    language(document.language),
    ...(document.pages ? [`pages ${document.pages}`] : []),
    ...(document.dpi && document.dpi !== 300 ? [`${document.dpi} dpi`] : []),
    ...(document.text && document.text !== 'ocr' ? [document.text === 'auto' ? 'own text where sound' : 'own text'] : []),
    size(document.size),
    time(document.createdAt),
  ].join(' · ');
}

/** @param {SpadeDocument} document */
function pagesOf({ status, pagesDone, pagesTotal, pagesFailed }) {
  if (pagesTotal === null) return 'pages not counted yet';
  const failed = pagesFailed ? `, ${pagesFailed} unreadable` : '';
  return status === 'completed' ? counted(pagesTotal, 'page') + failed : `${pagesDone} of ${counted(pagesTotal, 'page')}${failed}`;
}

/**
 * @param {HTMLProgressElement} bar
 * @param {SpadeDocument} document
 */
export function showProgress(bar, { status, pagesDone, pagesTotal }) {
  bar.hidden = status !== 'running' && !(status === 'queued' && pagesDone > 0);
  if (pagesTotal === null) {
    bar.removeAttribute('value');
    return;
  }
  bar.max = Math.max(pagesTotal, 1);
  bar.value = pagesDone;
}

// @ts-check
import { backoff } from './backoff.js';
import { pathOf } from './documents.js';

/**
 * @typedef {object} PageEvent
 * @property {number} page
 * @property {'done' | 'failed'} status
 * @property {number | null} [confidence]
 * @property {{type: string, message: string}} [error]
 * @property {number} pagesDone
 * @property {number} pagesFailed
 * @property {number | null} pagesTotal
 */

/**
 * @typedef {object} Follower
 * @property {(event: PageEvent) => void} onPage a page has ended
 * @property {() => void} onStatus the document has another status
 * @property {(isLive: boolean) => void} onLive events arrive, or do so no more
 * @property {() => Promise<boolean>} mayContinue asked before the events are opened again; false when there is nothing to follow
 */

/** A window that is seen but not used looks for this long, and then again after a while. In milliseconds. */
const GLANCE_MS = 1000;
const BETWEEN_GLANCES_MS = 4000;

/**
 * Follows a document's events from the first one. After a lost connection the events are opened again here, after the last one that
 * arrived: a browser by itself waits for three seconds, and gives up after an answer that is an error.
 * @param {string} id
 * @param {Follower} follower
 * @returns {{close: () => void}}
 */
export function follow(id, follower) {
  const waits = backoff();
  let last = '';
  let timer = 0;
  let resting = 0;
  let isClosed = false;
  let isAsking = false;
  /** @type {EventSource} */
  let source;
  const closed = new AbortController();
  open();
  document.addEventListener('visibilitychange', attend, { signal: closed.signal });
  window.addEventListener('focus', attend, { signal: closed.signal });
  window.addEventListener('blur', rest, { signal: closed.signal });
  return { close };

  // A browser has six connections to a host for all its windows together: only the one that is used keeps a connection.
  function attend() {
    clearTimeout(resting);
    if (document.hidden) source.close();
    else if (source.readyState === EventSource.CLOSED) open();
  }

  function rest() {
    clearTimeout(resting);
    if (document.hasFocus() || source.readyState !== EventSource.OPEN) return;
    resting = window.setTimeout(() => {
      source.close();
      resting = window.setTimeout(attend, BETWEEN_GLANCES_MS);
    }, GLANCE_MS);
  }

  function open() {
    clearTimeout(timer);
    source = new EventSource(`${pathOf(id)}/events${last ? `?lastEventId=${encodeURIComponent(last)}` : ''}`);
    source.addEventListener('open', () => {
      waits.reset();
      follower.onLive(true);
      rest();
    });
    source.addEventListener('page', (event) => {
      last = event.lastEventId;
      follower.onPage(JSON.parse(event.data));
    });
    source.addEventListener('status', (event) => {
      last = event.lastEventId;
      follower.onStatus();
    });
    source.addEventListener('error', lost);
  }

  async function lost() {
    source.close();
    clearTimeout(resting);
    follower.onLive(false);
    if (isAsking) return;
    isAsking = true;
    const mayContinue = await follower.mayContinue();
    isAsking = false;
    if (isClosed) return;
    if (!mayContinue) close();
    else if (source.readyState === EventSource.CLOSED && !document.hidden) timer = window.setTimeout(open, waits.delay());
  }

  function close() {
    isClosed = true;
    closed.abort();
    clearTimeout(timer);
    clearTimeout(resting);
    source.close();
  }
}

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

/**
 * Follows a document's events from the first one. After a lost connection the browser resumes by itself, with Last-Event-ID. An answer
 * that is an error ends an EventSource; then it is opened again here, after the last event that arrived.
 * @param {string} id
 * @param {Follower} follower
 * @returns {{close: () => void}}
 */
export function follow(id, follower) {
  const waits = backoff();
  let last = '';
  let timer = 0;
  let isClosed = false;
  let isAsking = false;
  /** @type {EventSource} */
  let source;
  const closed = new AbortController();
  open();
  document.addEventListener('visibilitychange', seen, { signal: closed.signal });
  return { close };

  // A browser has six connections to a host for all its tabs together: those that are not seen give theirs back.
  function seen() {
    if (document.hidden) source.close();
    else if (source.readyState === EventSource.CLOSED) open();
  }

  function open() {
    clearTimeout(timer);
    source = new EventSource(`${pathOf(id)}/events${last ? `?lastEventId=${encodeURIComponent(last)}` : ''}`);
    source.addEventListener('open', () => {
      waits.reset();
      follower.onLive(true);
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
    source.close();
    follower.onLive(false);
  }
}

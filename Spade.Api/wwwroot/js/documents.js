// @ts-check
import { read, Refusal, request } from './http.js';

/**
 * @typedef {object} SpadeDocument
 * @property {string} id
 * @property {string | null} fileName
 * @property {string} contentType
 * @property {number} size
 * @property {string} language
 * @property {string | null} [pages]
 * @property {number} [dpi]
 * @property {string} [text]
 * @property {'queued' | 'running' | 'completed' | 'failed' | 'cancelled'} status
 * @property {number} pagesDone
 * @property {number} [pagesFailed]
 * @property {number | null} pagesTotal
 * @property {string[]} [warnings]
 * @property {{type: string, message: string} | null} error
 * @property {string} createdAt
 */

/** @param {SpadeDocument} document */
export function hasEnded(document) {
  return document.status !== 'queued' && document.status !== 'running';
}

/**
 * Whether there is something to start again: it did not complete, or has pages that could not be read.
 * @param {SpadeDocument} document
 */
export function canRetry({ status, pagesFailed = 0 }) {
  return status === 'failed' || status === 'cancelled' || (status === 'completed' && pagesFailed > 0);
}

/** @param {SpadeDocument} document */
export function nameOf(document) {
  return document.fileName ?? `Scan ${document.id.slice(0, 8)}`;
}

/** @param {string} id */
export function pathOf(id) {
  return `/documents/${encodeURIComponent(id)}`;
}

/**
 * @param {string} id
 * @param {number} [page]
 */
export function addressOf(id, page) {
  return `/?document=${encodeURIComponent(id)}${page ? `&page=${page}` : ''}`;
}

/**
 * A document as it is now; null when there is none. Waits for a service that is away.
 * @param {string} id
 * @param {AbortSignal} [signal]
 * @returns {Promise<SpadeDocument | null>}
 */
export async function find(id, signal) {
  try {
    return await (await read(pathOf(id), { signal })).json();
  } catch (error) {
    if (error instanceof Refusal && error.status === 404) return null;
    throw error;
  }
}

/**
 * @param {{status?: string, cursor?: string | null, limit?: number}} query
 * @returns {Promise<{documents: SpadeDocument[], nextCursor: string | null}>}
 */
export async function list({ status, cursor, limit = 50 }) {
  const query = new URLSearchParams({ limit: String(limit) });
  if (status) query.set('status', status);
  if (cursor) query.set('cursor', cursor);
  return (await request(`/documents?${query}`)).json();
}

// @ts-check
import { saved } from './saved.js';

/** The newest ones are shown where the service does not list all documents. */
const MOST = 100;

/** Content ids of the documents that this browser uploaded, newest first. @type {ReturnType<typeof saved<string[]>>} */
const ids = saved('documents', /** @type {string[]} */ ([]));

export function knownDocuments() {
  return ids.reload();
}

/** @param {string} id */
export function remember(id) {
  ids.set([id, ...ids.reload().filter((other) => other !== id)].slice(0, MOST));
}

/** @param {string} id */
export function forget(id) {
  ids.set(ids.reload().filter((other) => other !== id));
}

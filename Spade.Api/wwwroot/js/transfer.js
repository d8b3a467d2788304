// @ts-check
import { NoAnswer, Refusal } from './http.js';

/** @typedef {import('./documents.js').SpadeDocument} SpadeDocument */

/**
 * Sends a file once. XMLHttpRequest, because fetch does not tell how much has been sent.
 * @param {File} file
 * @param {URLSearchParams} query
 * @param {Record<string, string>} headers
 * @param {(part: number) => void} onProgress the part that has been sent, 0 to 1
 * @param {AbortSignal} signal
 * @returns {Promise<SpadeDocument>}
 */
export function transfer(file, query, headers, onProgress, signal) {
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest();
    call.open('POST', `/documents${query.size > 0 ? `?${query}` : ''}`);
    for (const [name, value] of Object.entries(headers)) call.setRequestHeader(name, value);
    call.setRequestHeader('Accept', 'application/json');
    call.setRequestHeader('Content-Type', 'application/octet-stream');
    call.setRequestHeader('Content-Disposition', `attachment; filename*=UTF-8''${encoded(file.name)}`);
    call.upload.onprogress = (event) => onProgress(event.lengthComputable ? event.loaded / event.total : 0);
    call.onload = () => {
      if (call.status >= 200 && call.status < 300) resolve(JSON.parse(call.responseText));
      else reject(new Refusal(call.status, problemOf(call), Number(call.getResponseHeader('Retry-After')) || 0));
    };
    call.onerror = () => reject(new NoAnswer('The connection was lost.'));
    call.onabort = () => reject(signal.reason);
    signal.addEventListener('abort', () => call.abort());
    call.send(file);
  });
}

/** @param {XMLHttpRequest} call */
function problemOf(call) {
  try {
    return JSON.parse(call.responseText);
  } catch {
    return { title: call.statusText || undefined };
  }
}

/**
 * As RFC 8187 writes a name in a header.
 * @param {string} name
 */
function encoded(name) {
  return encodeURIComponent(name).replaceAll(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

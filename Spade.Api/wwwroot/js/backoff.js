// @ts-check

/**
 * Delays between tries: each twice the one before, up to a limit, and up to a third shorter so that many browsers do not return at once.
 * @param {{first?: number, most?: number}} [limits] milliseconds
 */
export function backoff({ first = 400, most = 8000 } = {}) {
  let next = first;
  return {
    /**
     * @param {number} [atLeast] seconds, from Retry-After
     * @returns {number} milliseconds
     */
    delay(atLeast = 0) {
      const now = Math.max(next * (1 - Math.random() / 3), atLeast * 1000);
      next = Math.min(next * 2, most);
      return now;
    },
    reset() {
      next = first;
    },
  };
}

/**
 * Waits; shorter when the browser is online again meanwhile.
 * @param {number} milliseconds
 * @param {AbortSignal} [signal]
 * @returns {Promise<void>}
 */
export function pause(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    const ended = new AbortController();
    const timer = setTimeout(end, milliseconds);
    window.addEventListener('online', end, { signal: ended.signal });
    signal?.addEventListener('abort', cancel, { signal: ended.signal });

    function end() {
      clearTimeout(timer);
      ended.abort();
      resolve();
    }
    function cancel() {
      clearTimeout(timer);
      ended.abort();
      reject(signal?.reason);
    }
  });
}

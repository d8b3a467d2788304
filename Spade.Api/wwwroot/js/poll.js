// @ts-check

/** A call that throws has a fault of its own; the next one may not. */
const AFTER_FAULT_MS = 10_000;

/**
 * Calls again and again while the page is visible, one call at a time.
 * @param {() => Promise<number>} call returns the milliseconds until the next call
 * @returns {{now: () => void}}
 */
export function poll(call) {
  let timer = 0;
  let isCalling = false;
  let isWanted = false;

  async function run() {
    clearTimeout(timer);
    if (isCalling) {
      isWanted = true;
      return;
    }
    if (document.hidden) return;
    isCalling = true;
    isWanted = false;
    let next = AFTER_FAULT_MS;
    try {
      next = await call();
    } finally {
      isCalling = false;
      timer = window.setTimeout(run, isWanted ? 0 : next);
    }
  }

  document.addEventListener('visibilitychange', run);
  run();
  return { now: run };
}

// @ts-check

/**
 * What this browser keeps. Without storage (a private window may have none) it lasts as long as the page.
 * @template T
 * @param {string} name
 * @param {T} initial
 */
export function saved(name, initial) {
  const key = `spade.${name}`;
  let value = load();

  /** @returns {T} */
  function load() {
    try {
      const text = localStorage.getItem(key);
      return text === null ? initial : JSON.parse(text);
    } catch {
      return initial;
    }
  }

  return {
    get: () => value,
    /** Reads it again: another tab may have changed it. */
    reload: () => (value = load()),
    /** @param {T} next */
    set(next) {
      value = next;
      try {
        localStorage.setItem(key, JSON.stringify(next));
      } catch {
        // The page goes on with what it has in memory.
      }
    },
  };
}

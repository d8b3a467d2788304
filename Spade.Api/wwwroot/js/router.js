// @ts-check
import { addressOf } from './documents.js';
import { part } from './dom.js';

/**
 * The two views, by address: `/` and `/?document=ID&page=N`.
 * @param {{showHome: () => void, showDocument: (id: string, page: number | null) => void}} views
 */
export function startRouter({ showHome, showDocument }) {
  const home = part(document, 'view="home"');
  const reader = part(document, 'view="reader"');
  /** @type {string | null} */
  let shown = null;
  document.addEventListener('click', (event) => {
    const link = /** @type {HTMLElement} */ (event.target).closest('a[data-route]');
    if (!(link instanceof HTMLAnchorElement) || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go(link.href);
  });
  window.addEventListener('popstate', () => {
    const left = shown;
    show();
    const link = home.hidden || !left ? null : home.querySelector(`a[href="${CSS.escape(addressOf(left))}"]`);
    (link ?? heading()).focus({ preventScroll: true });
  });
  show();

  return { go };

  /** @param {string} address */
  function go(address) {
    history.pushState(null, '', address);
    show();
    heading().focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }

  function heading() {
    return part(home.hidden ? reader : home, home.hidden ? 'title' : 'view-title');
  }

  function show() {
    const query = new URLSearchParams(location.search);
    const id = query.get('document');
    shown = id;
    home.hidden = id !== null;
    reader.hidden = id === null;
    if (id === null) {
      document.title = 'Spade – text from scans';
      showHome();
    } else {
      showDocument(id, Number(query.get('page')) || null);
    }
  }
}

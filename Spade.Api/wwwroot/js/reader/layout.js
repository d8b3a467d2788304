// @ts-check
import { part } from '../dom.js';

const LEVELS = [1, 1.25, 1.5, 2, 3];
let level = 0;

/** Prepares zoom, and the switch between image and text that narrow windows have. */
export function startLayout() {
  for (const button of document.querySelectorAll('[data-zoom]')) {
    button.addEventListener('click', () => zoom(/** @type {any} */ (button).dataset.zoom));
  }
  for (const button of document.querySelectorAll('[data-pane]')) {
    button.addEventListener('click', () => showPane(/** @type {any} */ (button).dataset.pane));
  }
}

/** @param {'in' | 'out' | 'fit'} how */
export function zoom(how) {
  level = how === 'fit' ? 0 : Math.min(Math.max(level + (how === 'in' ? 1 : -1), 0), LEVELS.length - 1);
  const figure = part(document, 'figure');
  const pane = part(document, 'image-pane');
  const before = figure.offsetWidth;
  const [x, y] = [pane.scrollLeft + pane.clientWidth / 2, pane.scrollTop + pane.clientHeight / 2];
  figure.style.setProperty('--zoom', String(LEVELS[level]));
  // What was in the middle stays there.
  const grown = figure.offsetWidth / before || 1;
  pane.scrollTo({ left: x * grown - pane.clientWidth / 2, top: y * grown - pane.clientHeight / 2, behavior: 'instant' });
}

/** @param {'image' | 'text'} pane */
export function showPane(pane) {
  part(document, 'body').dataset.shown = pane;
  for (const button of document.querySelectorAll('[data-pane]')) {
    button.setAttribute('aria-pressed', String(/** @type {any} */ (button).dataset.pane === pane));
  }
}

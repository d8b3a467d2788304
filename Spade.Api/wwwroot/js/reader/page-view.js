// @ts-check
import { element, part, setText } from '../dom.js';
import { brokenLines, paragraphsOf } from './page-content.js';

/** @typedef {import('./page-content.js').PageContent} PageContent */
/** @typedef {import('./page-content.js').Word} Word */

/**
 * A word as it is shown twice: in the text and on the image.
 * @typedef {object} ShownWord
 * @property {Word} word
 * @property {HTMLElement} inText
 * @property {SVGRectElement} onImage
 */

const SVG = 'http://www.w3.org/2000/svg';
/** Of a word's height. */
const MARGIN = 0.15;

const figure = part(document, 'figure');
const image = /** @type {HTMLImageElement} */ (part(document, 'image'));
const overlay = /** @type {SVGSVGElement} */ (part(document, 'overlay'));
const imageState = part(document, 'image-state');
const text = part(document, 'text');
const textState = part(document, 'text-state');

/**
 * Shows a page's image and text.
 * @param {PageContent} page
 * @param {string} address of the image
 * @param {string} label for readers that do not see the image
 * @param {string} language
 * @returns {ShownWord[]} in reading order
 */
export function showPage(page, address, label, language) {
  /** @type {ShownWord[]} */
  const words = [];
  text.replaceChildren(...paragraphsOf(page).map((lines) => paragraph(lines, words)));
  text.lang = language;
  overlay.setAttribute('viewBox', `0 0 ${page.width} ${page.height}`);
  overlay.replaceChildren(...words.map((word) => word.onImage));
  setText(textState, words.length === 0 ? 'No text was found on this page.' : '');
  showImage(address, label, page.width, page.height);
  return words;
}

/**
 * Shows why there is no page.
 * @param {string} reason
 * @param {boolean} isError
 */
export function showReason(reason, isError) {
  figure.hidden = true;
  image.removeAttribute('src');
  overlay.replaceChildren();
  text.replaceChildren();
  setText(imageState, reason);
  setText(textState, reason);
  for (const state of [imageState, textState]) state.classList.toggle('error', isError);
}

/**
 * @param {string} address
 * @param {string} label
 * @param {number} width
 * @param {number} height
 */
function showImage(address, label, width, height) {
  for (const state of [imageState, textState]) state.classList.remove('error');
  setText(imageState, '');
  figure.hidden = false;
  // Its place is kept while it loads.
  figure.style.aspectRatio = `${width} / ${height}`;
  image.alt = label;
  image.onerror = () => setText(imageState, 'The image of this page could not be loaded. Turn the page and back to try again.');
  image.src = address;
}

/**
 * @param {import('./page-content.js').Line[]} lines
 * @param {ShownWord[]} words
 */
function paragraph(lines, words) {
  const made = element('p');
  made.dir = 'auto';
  const broken = brokenLines(lines);
  for (const line of lines) {
    const row = element('span', 'line');
    for (const word of line.words) {
      row.append(wordOf(word, words), ' ');
    }
    made.append(row);
    if (broken.has(line)) made.append(element('br'));
  }
  return made;
}

/**
 * @param {Word} word
 * @param {ShownWord[]} words
 */
function wordOf(word, words) {
  const inText = element('span', 'word', word.text);
  const onImage = /** @type {SVGRectElement} */ (document.createElementNS(SVG, 'rect'));
  // A little larger than the letters, so that a mark does not touch them.
  const { left, top, width, height } = word.box;
  const margin = Math.round(height * MARGIN);
  const size = { x: left - margin, y: top - margin, width: width + 2 * margin, height: height + 2 * margin, rx: margin };
  for (const [name, value] of Object.entries(size)) onImage.setAttribute(name, String(value));
  inText.dataset.word = onImage.dataset.word = String(words.length);
  inText.tabIndex = -1;
  words.push({ word, inText, onImage });
  return inText;
}

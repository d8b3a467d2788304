// @ts-check

/**
 * Texts are compared without case, and without the forms that the same characters may have.
 * @param {string} text
 */
export function normal(text) {
  return text.normalize('NFKC').toLowerCase().trim().replaceAll(/\s+/g, ' ');
}

/**
 * How often a text has a query.
 * @param {string} text
 * @param {string} query both normal
 */
export function countIn(text, query) {
  return query ? text.split(query).length - 1 : 0;
}

/**
 * Where a query is among words: for each place the indexes of the words that it touches.
 * @param {string[]} words
 * @param {string} query normal
 * @returns {number[][]}
 */
export function placesIn(words, query) {
  if (!query) return [];
  const normals = words.map(normal);
  const text = normals.join(' ');
  /** @type {number[]} */
  const starts = [];
  normals.reduce((start, word) => (starts.push(start), start + word.length + 1), 0);
  /** @type {number[][]} */
  const places = [];
  for (let at = text.indexOf(query); at >= 0; at = text.indexOf(query, at + query.length)) {
    places.push(touched(starts, normals, at, at + query.length));
  }
  return places;
}

/**
 * @param {number[]} starts
 * @param {string[]} words
 * @param {number} from
 * @param {number} to
 */
function touched(starts, words, from, to) {
  const found = [];
  for (let index = 0; index < words.length; index++) {
    if (starts[index] < to && starts[index] + words[index].length > from) found.push(index);
  }
  return found;
}

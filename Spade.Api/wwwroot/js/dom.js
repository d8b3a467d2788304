// @ts-check

/**
 * The element that the page marks with `data-NAME`.
 * @param {ParentNode} root
 * @param {string} name
 * @returns {any}
 */
export function part(root, name) {
  const found = root.querySelector(`[data-${name}]`);
  if (!found) throw new Error(`The page has no element data-${name}.`);
  return found;
}

/**
 * A copy of the one element in a template.
 * @param {string} template
 * @returns {HTMLElement}
 */
export function copyOf(template) {
  const source = /** @type {HTMLTemplateElement} */ (document.getElementById(template));
  return /** @type {HTMLElement} */ (source.content.firstElementChild?.cloneNode(true));
}

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {string} [className]
 * @param {string} [text]
 * @returns {HTMLElementTagNameMap[T]}
 */
export function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

/**
 * Writes only a text that differs: a screen reader reads a live region again at each write.
 * @param {Element} target
 * @param {string} text
 */
export function setText(target, text) {
  if (target.textContent !== text) target.textContent = text;
}

// @ts-check

const bytes = [
  [1024 * 1024, 'MB'],
  [1024, 'KB'],
];
const times = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
const names = new Intl.DisplayNames(['en'], { type: 'language' });

/** @param {number} count */
export function size(count) {
  for (const [unit, name] of bytes) {
    if (count >= Number(unit)) return `${(count / Number(unit)).toFixed(count >= 10 * Number(unit) ? 0 : 1)} ${name}`;
  }
  return `${count} bytes`;
}

/** @param {string} moment */
export function time(moment) {
  return times.format(new Date(moment));
}

/**
 * How long something has lasted, in its largest unit.
 * @param {number} seconds
 */
export function age(seconds) {
  if (seconds < 60) return `${Math.max(0, Math.round(seconds))} s`;
  if (seconds < 3600) return `${Math.round(seconds / 60)} min`;
  if (seconds < 86400) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86400)} d`;
}

/**
 * @param {number} count
 * @param {string} thing
 */
export function counted(count, thing) {
  return `${count} ${thing}${count === 1 ? '' : thing.endsWith('ch') ? 'es' : 's'}`;
}

/**
 * English names of Tesseract's languages, such as `eng+deu`; a code that has no name stays as it is.
 * @param {string} codes
 */
export function language(codes) {
  return codes.split('+').map(nameOf).join(' + ');
}

/** @param {string} code */
function nameOf(code) {
  try {
    const name = names.of(code.split('_')[0]);
    if (!name || name === code) return code;
    return code.includes('_') ? `${name} (${code})` : name;
  } catch {
    return code;
  }
}

/* report_base.js - making elements, and numbers for people. Text goes in as text only:
 * nothing in this page is ever read as markup. */
const BP = {};

BP.$ = function (id) { return document.getElementById(id); };

/* An element: options are properties, `class`, `data` or `aria`; the rest, its content. */
BP.el = function (tag, options, ...content) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(options || {})) {
    if (name === 'class') made.className = value;
    else if (name === 'data') Object.assign(made.dataset, value);
    else if (name === 'aria')
      for (const [key, text] of Object.entries(value)) made.setAttribute('aria-' + key, text);
    else if (name === 'role') made.setAttribute('role', value);
    else if (name === 'on')
      for (const [event, call] of Object.entries(value)) made.addEventListener(event, call);
    else made[name] = value;
  }
  for (const part of content)
    if (part !== null && part !== undefined) made.append(part);
  return made;
};

BP.fill = function (parent, ...content) {
  parent.replaceChildren(...content.filter((part) => part !== null && part !== undefined));
};

/* A name of any length and script: one line of it, all of it in the title. */
BP.name = function (text) {
  return BP.el('bdi', { class: 'cut', title: text.length > 2000 ? text.slice(0, 2000) + '\u2026' : text }, text);
};

BP.shorten = function (text, most) {
  const chars = Array.from(text.slice(0, 4 * most));
  return chars.length > most ? chars.slice(0, most - 1).join('') + '\u2026' : text;
};

/* ---- numbers ---- */

BP.isNumber = function (x) { return typeof x === 'number' && isFinite(x); };
BP.count = function (x) {
  if (!BP.isNumber(x)) return '\u2013';
  return x.toLocaleString('en-US', { maximumFractionDigits: Number.isInteger(x) ? 0 : 2 });
};
BP.percent = function (x) { return BP.isNumber(x) ? (100 * x).toFixed(1) + '%' : '\u2013'; };
BP.money = function (x) {
  if (!BP.isNumber(x)) return '\u2013';
  return (x < 0 ? '-$' : '$') +
    Math.abs(x).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
};
BP.times = function (x) { return BP.isNumber(x) ? x.toFixed(1) + '\u00d7' : '\u2013'; };

BP.bytes = function (x) {
  if (!BP.isNumber(x)) return '\u2013';
  const units = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'];
  let i = 0;
  for (; Math.abs(x) >= 1000 && i + 1 < units.length; i++) x /= 1000;
  return (i === 0 ? Math.round(x).toString() : x.toFixed(1)) + ' ' + units[i];
};

BP.duration = function (s) {
  if (!BP.isNumber(s)) return '\u2013';
  const units = [[86400, 'd'], [3600, 'h'], [60, 'min'], [1, 's'], [0.001, 'ms'], [0.000001, '\u00b5s']];
  for (const [size, name] of units)
    if (Math.abs(s) >= size) return Number((s / size).toFixed(1)) + ' ' + name;
  return '0 s';
};

/* "1998-01-12 09:00", UTC. */
BP.moment = function (unixMs) {
  const iso = new Date(unixMs).toISOString();
  return iso.slice(0, 10) + ' ' + iso.slice(11, 16);
};

/* By the name of a measure, the way that its unit is written. */
BP.unitOf = function (measure) {
  if (/(^|\.)(reach|host_reach|share_of_delivered|subscribed)$/.test(measure)) return BP.percent;
  if (/amplification$/.test(measure)) return BP.times;
  if (/^cost\.|\.paid\./.test(measure)) return BP.money;
  if (/_s$|_s\.|^line_s/.test(measure)) return BP.duration;
  if (/bytes/.test(measure)) return BP.bytes;
  if (measure === 'seed') return String;
  return BP.count;
};

/* ---- arrays of numbers, as the data has them ---- */

BP.unpack = (function () {
  function bytes(base64) {
    const text = atob(base64);
    const all = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i++) all[i] = text.charCodeAt(i);
    return all;
  }
  return {
    bytes,
    floats: (text) => new Float32Array(bytes(text).buffer),
    doubles: (text) => new Float64Array(bytes(text).buffer),
    words: (text) => new Uint32Array(bytes(text).buffer),
  };
})();

/* ---- looks ---- */

BP.css = function (name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
};

/* Lines differ in their dashes as well as in colour. */
BP.dashes = [null, [8, 4], [2, 3], [10, 3, 2, 3], [5, 2], [14, 4], [1, 5]];
BP.colour = function (i) { return BP.css('--c' + (i % 7)); };

BP.swatch = function (i) {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  const line = document.createElementNS(space, 'line');
  svg.setAttribute('width', '30');
  svg.setAttribute('height', '10');
  svg.setAttribute('class', 'swatch');
  svg.setAttribute('aria-hidden', 'true');
  for (const [name, value] of [['x1', 0], ['x2', 30], ['y1', 5], ['y2', 5]])
    line.setAttribute(name, value);
  line.style.stroke = 'var(--c' + (i % 7) + ')';
  line.style.strokeWidth = '2.5';
  if (BP.dashes[i % 7]) line.setAttribute('stroke-dasharray', BP.dashes[i % 7].join(' '));
  svg.append(line);
  return svg;
};

BP.letter = function (i) { return String.fromCharCode(65 + i); };

/* sweep_main.js - what is asked of the sweep, and the page that answers. */
(function () {
  'use strict';

  const MOST_CURVES = 28; /* colours come round after seven, marks after four */
  const SHEET_PX = 690; /* the width of a page of A4 or Letter between its margins */
  const chosen = { measure: null, x: null, lines: null, from: -1, held: new Map(), dots: true };
  let graphs = [];

  /* ---- which points are asked for ---- */

  const others = () => BP.sweep.axes.filter((axis) => axis !== chosen.x && axis !== chosen.lines);

  /* Zipped keys go together: to hold one would leave one point. */
  const isZipped = () => BP.sweep.sweeps.some((sweep) => sweep.mode === 'zip');

  function isHeld(point) {
    return isZipped() || others().every((axis) => axis.of[point] === chosen.held.get(axis));
  }

  /* The points of a line, by their places on the axis of x. */
  function pointsOf(value) {
    const places = [];
    BP.sweep.points.forEach((unused, point) => {
      if (chosen.lines && chosen.lines.of[point] !== value) return;
      if (!isHeld(point)) return;
      places[chosen.x.values.indexOf(chosen.x.of[point])] = point;
    });
    return places;
  }

  function curvesOf(measure) {
    const values = chosen.lines ? chosen.lines.values.slice(0, MOST_CURVES) : [''];
    const first = chosen.from >= 0 ? pointsOf(values[chosen.from]) : null;
    return values.map((label, look) => ({ label, look, points: pointsOf(label) }))
      .filter((curve) => curve.points.length > 0 && curve.look !== chosen.from)
      .map((curve) => Object.assign(curve, { samples: chosen.x.values.map((unused, i) =>
        curve.points[i] === undefined ? null
          : first ? BP.differenceAt(measure, first[i], curve.points[i])
            : BP.sampleAt(measure, curve.points[i])) }));
  }

  function viewOf(measure) {
    return { measure, x: chosen.x, lines: chosen.lines, curves: curvesOf(measure), from: chosen.from >= 0, dots: chosen.dots };
  }

  /* ---- words ---- */

  function words(sweep) {
    const runs = BP.count(sweep.ok) + (sweep.ok === 1 ? ' run' : ' runs');
    const parts = [runs + ' at ' + BP.count(sweep.points) + (sweep.points === 1 ? ' point' : ' points'),
      'seeds from ' + sweep.seed, sweep.scenario];
    if (sweep.until) parts.push('until ' + sweep.until + ' was known');
    if (sweep.failed > 0) parts.push(BP.count(sweep.failed) + ' failed');
    return parts.join(', ');
  }

  function showHead() {
    const data = BP.sweep;
    BP.$('title').textContent = BP.shorten(data.sweeps[0].title, 300);
    BP.fill(BP.$('words'), ...data.sweeps.map((sweep, i) => BP.el('p', {},
      data.sweeps.length > 1 ? BP.el('b', {}, BP.letter(i) + ' ') : null, data.sweeps.length > 1 ? BP.name(sweep.name || '') : null,
      data.sweeps.length > 1 ? ': ' : '', words(sweep) + '.')));
    BP.$('version').textContent = 'bangpath ' + data.sweeps[0].version;
  }

  /* ---- choosers ---- */

  function option(value, label, selected) {
    return BP.el('option', { value: String(value), selected }, BP.shorten(label, 60));
  }

  function chooser(label, id, options, onChange) {
    return BP.el('label', {}, label + ' ', BP.el('select', { id, on: { change: (event) => onChange(event.target.value) } }, ...options));
  }

  /* After a change of the axes what is held has to be what there is. */
  function settle() {
    if (chosen.lines === chosen.x) chosen.lines = null;
    if (!chosen.lines) chosen.from = -1;
    for (const axis of others())
      if (!chosen.held.has(axis)) chosen.held.set(axis, axis.values[0]);
  }

  function change(assign) {
    assign();
    settle();
    showChoosers();
    showAll();
  }

  function showChoosers() {
    const { axes, measures } = BP.sweep;
    const focused = document.activeElement && document.activeElement.id;
    const name = (i) => Number(i) >= 0 ? axes[Number(i)] : null;
    BP.fill(BP.$('choosers'),
      chooser('Measure', 'measure', measures.map((measure, i) => option(i, measure.name, measure === chosen.measure)),
        (i) => change(() => { chosen.measure = measures[Number(i)]; })),
      chooser('over', 'x', axes.map((axis, i) => option(i, axis.name, axis === chosen.x)),
        (i) => change(() => { if (name(i) === chosen.lines) chosen.lines = chosen.x; chosen.x = name(i); chosen.from = -1; })),
      axes.length > 1 ? chooser('a curve for each', 'lines', [option(-1, '\u2013', !chosen.lines),
        ...axes.map((axis, i) => axis === chosen.x ? null : option(i, axis.name, axis === chosen.lines))].filter(Boolean),
      (i) => change(() => { chosen.lines = name(i); chosen.from = -1; })) : null,
      chosen.lines && BP.sweep.measures[0].all ? chooser('as', 'from', [option(-1, 'values', chosen.from < 0),
        ...chosen.lines.values.slice(0, MOST_CURVES).map((value, i) => option(i, 'difference to ' + value, i === chosen.from))],
      (i) => change(() => { chosen.from = Number(i); })) : null,
      ...(isZipped() ? [] : others().map((axis) => chooser(axis.name, 'held-' + axes.indexOf(axis),
        axis.values.map((value) => option(value, value, value === chosen.held.get(axis))),
        (value) => change(() => chosen.held.set(axis, value))))),
      BP.sweep.measures[0].all ? BP.el('label', {}, BP.el('input', { type: 'checkbox', id: 'dots', checked: chosen.dots,
        on: { change: (event) => change(() => { chosen.dots = event.target.checked; }) } }), ' a dot for each run') : null);
    if (focused && BP.$(focused)) BP.$(focused).focus();
  }

  /* ---- the chart and its table ---- */

  /* Both with as many decimals as half of the interval has two digits: as
   * `bangpath compare` prints them. Shares have one decimal, in points of a percent. */
  function texts(view, sample) {
    const format = view.measure.format, certain = !(sample.half > 0);
    const decimals = certain ? 6 : Math.min(Math.max(1 - Math.floor(Math.log10(sample.half)), 0), 6);
    const write = format !== BP.count ? format : (x) => x.toLocaleString('en-US',
      { minimumFractionDigits: certain ? 0 : decimals, maximumFractionDigits: decimals });
    return {
      mean: (view.from && sample.mean > 0 ? '+' : '') + write(sample.mean),
      half: !isFinite(sample.half) ? 'one run'
        : '\u00b1 ' + (format === BP.percent ? (100 * sample.half).toFixed(1) : write(sample.half)),
    };
  }

  function cellOf(view, sample) {
    if (!sample || !(sample.n > 0)) return BP.el('td', { class: 'n' }, '\u2013');
    const text = texts(view, sample);
    const clear = view.from && isFinite(sample.half) && Math.abs(sample.mean) > sample.half;
    return BP.el('td', { class: 'n', data: { mean: String(sample.mean), half: String(sample.half), n: String(sample.n) } },
      text.mean, clear ? ' *' : null, BP.el('small', {}, text.half));
  }

  function tableOf(view) {
    return BP.el('table', { id: 'numbers-table' },
      BP.el('thead', {}, BP.el('tr', {}, BP.el('th', { scope: 'col' }, BP.name(view.x.name)),
        ...view.curves.map((curve) => BP.el('th', { class: 'n', scope: 'col' }, BP.curveSwatch(curve.look), BP.el('br'), BP.name(curve.label || view.measure.name))))),
      BP.el('tbody', {}, ...view.x.values.map((value, i) => BP.el('tr', { data: { x: value } }, BP.el('th', { scope: 'row' }, BP.name(value)),
        ...view.curves.map((curve) => cellOf(view, curve.samples[i]))))));
  }

  /* The row of the place that is pointed at. */
  function mark(place) {
    BP.$('numbers-table').querySelectorAll('tbody tr').forEach((row, i) => row.classList.toggle('pointed', i === place));
  }

  function keyOf(view) {
    return BP.el('ul', { class: 'key' }, ...view.curves.filter((curve) => curve.label)
      .map((curve) => BP.el('li', {}, BP.curveSwatch(curve.look), BP.el('bdi', {}, BP.shorten(curve.label, 40)))));
  }

  function headOf(view) {
    const to = view.from ? ', difference to ' + chosen.lines.values[chosen.from] : '';
    return BP.el('h3', {}, BP.name(view.measure.name), BP.el('span', { class: 'quiet' }, to + ' over ' + view.x.name +
      (chosen.lines ? ', a curve for each ' + chosen.lines.name : '')));
  }

  function noteOf(view) {
    if (!view.from) return 'Means \u00b1 half of the 95% interval: what other seeds would have given.';
    const lonely = view.curves.every((curve) => curve.samples.every((sample) => !sample || sample.n === 0));
    return lonely ? 'They have no seed in common: bangpath compare tells their difference.'
      : 'Run by run, where the seed is the same: all other chance is shared. * the 95% interval does not hold 0.';
  }

  function showChart() {
    const view = viewOf(chosen.measure);
    const plot = BP.el('div', { class: 'plot sweep' });
    view.onHover = mark;
    BP.fill(BP.$('chart'), headOf(view), keyOf(view), plot, BP.el('p', { class: 'quiet' }, noteOf(view)));
    BP.fill(BP.$('table'), tableOf(view));
    graphs.push(BP.drawCurves(plot, view, false));
  }

  /* ---- the usual measures, small ---- */

  function showSmall() {
    const usual = BP.sweep.usual.map((name) => BP.sweep.measures.find((measure) => measure.name === name)).filter(Boolean);
    BP.$('others').hidden = usual.length === 0;
    BP.fill(BP.$('small'), ...usual.map((measure) => {
      const view = Object.assign(viewOf(measure), { dots: false });
      const plot = BP.el('div', { class: 'plot' });
      const box = BP.el('div', { class: 'chart' }, BP.el('h3', {}, BP.el('button', { type: 'button', class: 'link',
        on: { click: () => { change(() => { chosen.measure = measure; }); BP.$('curves').scrollIntoView(); } } }, measure.name)), plot);
      box.draw = () => graphs.push(BP.drawCurves(plot, view, true));
      return box;
    }));
    for (const box of BP.$('small').children) box.draw();
  }

  function showAll() {
    for (const graph of graphs) graph.destroy();
    graphs = [];
    showChart();
    showSmall();
  }

  /* ---- what was expected, what failed ---- */

  function showVerdicts() {
    const rows = BP.sweep.sweeps.flatMap((sweep, i) => sweep.expect.map((each) => BP.el('tr', {},
      BP.el('th', { scope: 'row' }, (BP.sweep.sweeps.length > 1 ? BP.letter(i) + ' ' : ''), BP.name(each.expected)),
      BP.el('td', { class: 'n' }, BP.count(each.held) + ' of ' + BP.count(each.runs)))));
    const misses = BP.sweep.sweeps.flatMap((sweep) => sweep.misses);
    BP.$('verdicts').hidden = rows.length === 0 && misses.length === 0;
    if (rows.length) BP.fill(BP.$('expected'), BP.el('thead', {}, BP.el('tr', {}, BP.el('th', {}, 'Expected'), BP.el('th', { class: 'n' }, 'Held in'))), BP.el('tbody', {}, ...rows));
    if (misses.length) BP.fill(BP.$('misses'), BP.el('thead', {}, BP.el('tr', {}, ...['Run', 'Seed', 'Point', 'What failed or did not hold'].map((text) => BP.el('th', {}, text)))),
      BP.el('tbody', {}, ...misses.map((miss) => BP.el('tr', {}, ...miss.map((part) => BP.el('td', {}, BP.name(String(part))))))));
  }

  function showRest() {
    BP.$('merged').textContent = BP.sweep.sweeps[0].merged.join('\n');
    BP.fill(BP.$('notes'), ...(BP.sweep.notes.length ? BP.sweep.notes : ['Nothing.']).map((note) => BP.el('li', {}, note)));
  }

  /* ---- the beginning ---- */

  /* Numbers make the best axis, words the best curves. */
  function choose() {
    const { axes, measures, usual } = BP.sweep;
    const most = (list) => list.slice().sort((p, q) => q.values.length - p.values.length)[0] || null;
    chosen.x = most(axes.filter((axis) => axis.isNumber)) || most(axes);
    chosen.lines = most(axes.filter((axis) => axis !== chosen.x && !axis.isNumber)) || most(axes.filter((axis) => axis !== chosen.x));
    if (isZipped() && !(chosen.lines && chosen.lines.name === 'file')) chosen.lines = null;
    chosen.measure = measures.find((measure) => measure.name === usual[0]) || measures[0];
    settle();
  }

  /* A sweep of one point has no axis: its name is the only place on one. */
  function makeAxis() {
    if (BP.sweep.axes.length > 0) return;
    BP.sweep.axes.push({ name: 'as it is', values: [''], at: [0], of: BP.sweep.points.map(() => ''), isNumber: false });
  }

  const recolour = () => graphs.forEach((graph) => graph.recolour());

  /* For paper, canvases are drawn anew in its colours; a canvas whose size changes then
   * would print blank, so they keep theirs, and what holds them is made smaller. */
  function setPaper(on) {
    for (const part of [document.querySelector('.beside'), BP.$('small')]) {
      const width = part.offsetWidth;
      part.style.gridTemplateColumns = on ? getComputedStyle(part).gridTemplateColumns : '';
      part.style.width = on ? width + 'px' : '';
      part.style.zoom = on ? String(Math.min(1, SHEET_PX / width)) : '';
    }
    document.documentElement.classList.toggle('paper', on);
    recolour();
  }

  function start() {
    BP.loadSweep();
    makeAxis();
    choose();
    showHead();
    showChoosers();
    showAll();
    showVerdicts();
    showRest();
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', recolour);
    window.addEventListener('beforeprint', () => setPaper(true));
    window.addEventListener('afterprint', () => setPaper(false));
    document.documentElement.dataset.ready = 'yes';
  }
  start();
})();

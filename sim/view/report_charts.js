/* report_charts.js - curves over the run's time, by dygraphs: of one run a few measures a
 * chart, of several one measure a chart and a curve a run. */
(function () {
  'use strict';

  const DAY_MS = 86400000;
  const charts = [];
  let mode = 'sum';
  let byDays = false; /* runs that begin at different dates go by days since their begin */
  let cursor_us = 0;

  const at = (run, name) => run.series[name];
  const sumOf = (run, names) => run.times_us.map((unused, i) =>
    names.reduce((sum, name) => sum + (at(run, name)[i] || 0), 0));
  const refusals = (run) => Object.keys(run.series).filter((name) => name.startsWith('refusals.'));

  /* Of one run: title, unit, curves; `grows` if they count from the begin. */
  const single = [
    { id: 'open', title: 'Relays', always: true, format: BP.count,
      curves: [['open_relays', 'open relays'], ['listed', 'places on blacklists'], ['hosts_reached', 'hosts that spam has reached']] },
    { id: 'reach', title: 'Reach of spam', note: 'of target mailboxes', format: BP.percent, always: true,
      curves: [['reach', 'reached']], when: (run) => run.totals['spam.targets'] > 0 },
    { id: 'ham', title: 'Ham', note: 'recipient-copies', format: BP.count, grows: true,
      curves: [['ham_sent', 'sent'], ['ham_delivered', 'delivered'], ['ham_collateral', 'refused by a defence']],
      when: (run) => run.totals['ham.sent'] > 0 },
    { id: 'spam', title: 'Spam', note: 'recipient-copies', format: BP.count, grows: true,
      curves: [['spam_sent', 'sent'], ['spam_delivered', 'delivered']], when: (run) => run.totals['spam.sent'] > 0 },
    { id: 'worm', title: 'Worms', note: 'mailboxes, and recipient-copies', format: BP.count, grows: true,
      curves: [['worm_infected', 'mailboxes infected'], ['worm_sent', 'sent'], ['worm_delivered', 'delivered']] },
    { id: 'spool', title: 'Waiting in spools', note: 'all hosts together', format: BP.bytes,
      curves: [['spool_bytes', 'waiting']] },
    { id: 'refusals', title: 'Refusals by reason', note: 'recipient-copies', format: BP.count, grows: true,
      curves: 'refusals' },
    { id: 'money', title: 'Money', note: 'for calls and lines', format: BP.money, grows: true,
      curves: [['cost_others', 'everybody else'], ['cost_spammers', 'spammers']] },
    { id: 'bytes', title: 'Bytes of spam', note: 'envelopes included', format: BP.bytes, grows: true,
      curves: [['spam_bytes_by_others', 'sent by others'], ['spam_bytes_by_spammers', 'sent by spammers'], ['spam_bounce_bytes', 'bounces it made']],
      when: (run) => run.totals['spam.sent'] > 0 },
  ];

  /* Of several: one value at each time. */
  const several = [
    { id: 'open', title: 'Open relays', always: true, format: BP.count, value: (run) => at(run, 'open_relays') },
    { id: 'reach', title: 'Reach of spam', note: 'of target mailboxes', format: BP.percent, value: (run) => at(run, 'reach') },
    { id: 'ham', title: 'Ham delivered', note: 'recipient-copies', format: BP.count, grows: true, value: (run) => at(run, 'ham_delivered') },
    { id: 'collateral', title: 'Ham refused by a defence', note: 'recipient-copies', format: BP.count, grows: true, value: (run) => at(run, 'ham_collateral') },
    { id: 'spam', title: 'Spam delivered', note: 'recipient-copies', format: BP.count, grows: true, value: (run) => at(run, 'spam_delivered') },
    { id: 'worm', title: 'Mailboxes that a worm infected', format: BP.count, grows: true, value: (run) => at(run, 'worm_infected') },
    { id: 'spool', title: 'Waiting in spools', note: 'all hosts together', format: BP.bytes, value: (run) => at(run, 'spool_bytes') },
    { id: 'refusals', title: 'Refusals', note: 'for any reason', format: BP.count, grows: true, value: (run) => sumOf(run, refusals(run)) },
    { id: 'money', title: 'Paid by everybody but spammers', format: BP.money, grows: true, value: (run) => at(run, 'cost_others') },
    { id: 'spammers', title: 'Paid by spammers', format: BP.money, grows: true, value: (run) => at(run, 'cost_spammers') },
  ];

  /* ---- what to draw ---- */

  function curvesOf(spec) {
    if (BP.runs.length > 1)
      return BP.runs.filter((run) => spec.value(run)).map((run) => ({
        run, label: run.letter, values: spec.value(run), look: BP.runs.indexOf(run) }));
    const run = BP.run;
    const wanted = spec.curves === 'refusals'
      ? refusals(run).sort((p, q) => run.series[q][run.times_us.length - 1] - run.series[p][run.times_us.length - 1])
        .map((name) => [name, name.slice('refusals.'.length)])
      : spec.curves.filter(([name], i) => run.series[name] && (i === 0 || run.series[name].some((x) => x > 0)));
    return wanted.map(([name, label], i) => ({ run, label, measure: name, values: run.series[name], look: i }));
  }

  /* Counts start late in the database where they were 0 before. */
  function shown(spec, curve) {
    const values = spec.grows ? curve.values.map((x) => x === null ? 0 : x) : curve.values;
    if (!spec.grows || mode === 'sum') return values;
    return values.map((x, i) => i === 0 ? null : x - values[i - 1]);
  }

  const xOf = (run, time_us) =>
    byDays ? time_us / 1000 / DAY_MS : BP.unixMs(run, time_us);

  function rowsOf(chart) {
    const rows = new Map();
    chart.curves.forEach((curve, k) => {
      const values = shown(chart.spec, curve);
      curve.run.times_us.forEach((time_us, i) => {
        const x = xOf(curve.run, time_us);
        if (!rows.has(x)) rows.set(x, new Array(chart.curves.length).fill(null));
        rows.get(x)[k] = values[i];
      });
    });
    chart.rows = [...rows.keys()].sort((p, q) => p - q)
      .map((x) => [byDays ? x : new Date(x), ...rows.get(x)]);
    return chart.rows;
  }

  function looks(chart) {
    const series = {};
    chart.curves.forEach((curve, k) => {
      series['y' + k] = { color: BP.colour(curve.look), strokePattern: BP.dashes[curve.look % 7] };
    });
    return {
      series,
      gridLineColor: BP.css('--grid'), axisLineColor: BP.css('--rule'),
      rangeSelectorPlotStrokeColor: BP.css('--quiet'), rangeSelectorPlotFillColor: BP.css('--rule'),
      rangeSelectorBackgroundStrokeColor: BP.css('--rule'),
      rangeSelectorForegroundStrokeColor: BP.css('--quiet'),
    };
  }

  /* ---- the values beside the names ---- */

  function valueAt(chart, k, x) {
    const rows = chart.rows;
    let low = 0, high = rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (Number(rows[middle][0]) <= x + 1e-6) low = middle + 1; else high = middle;
    }
    for (let i = low - 1; i >= 0; i--)
      if (rows[i][k + 1] !== null) return rows[i][k + 1];
    return null;
  }

  function tell(x) {
    for (const chart of charts)
      chart.curves.forEach((curve, k) => {
        const value = valueAt(chart, k, x);
        chart.cells[k].textContent = value === null ? '\u2013' : chart.spec.format(value);
      });
  }

  function placeCursors() {
    const x = xOf(BP.run, cursor_us);
    for (const chart of charts) {
      const area = chart.graph.getArea();
      const left = chart.graph.toDomXCoord(x);
      chart.cursor.hidden = !(left >= area.x - 1 && left <= area.x + area.w + 1);
      chart.cursor.style.left = left + 'px';
      chart.cursor.style.top = area.y + 'px';
      chart.cursor.style.height = area.h + 'px';
    }
  }

  let hovering = false;
  BP.seekCharts = function (time_us) {
    cursor_us = time_us;
    placeCursors();
    if (!hovering) tell(xOf(BP.run, time_us));
  };

  /* ---- one chart ---- */

  function keyOf(chart) {
    chart.cells = chart.curves.map(() => BP.el('b'));
    return BP.el('ul', { class: 'key' }, ...chart.curves.map((curve, k) =>
      BP.el('li', {}, BP.swatch(curve.look), BP.el('bdi', {}, BP.shorten(curve.label, 60)), chart.cells[k])));
  }

  function axisTime(x, granularity, options, graph) {
    if (byDays) return 'day ' + Number((x + 1).toFixed(2));
    return Dygraph.dateAxisLabelFormatter(x, granularity, options, graph);
  }

  function make(spec, isFirst) {
    const chart = { spec, curves: curvesOf(spec) };
    const plot = BP.el('div', { class: isFirst ? 'plot tall' : 'plot' });
    const box = BP.el('div', { class: 'chart', data: { chart: spec.id } },
      BP.el('h3', {}, spec.title, spec.note ? BP.el('span', { class: 'quiet' }, ' ' + spec.note) : null),
      keyOf(chart), plot);
    BP.$('charts').append(box);
    const narrow = plot.clientWidth < 400; /* a phone: else one date is all that there is room for */
    chart.graph = new Dygraph(plot, rowsOf(chart), Object.assign({
      labels: ['x', ...chart.curves.map((unused, k) => 'y' + k)],
      labelsUTC: true, legend: 'never', includeZero: true, strokeWidth: 2,
      connectSeparatedPoints: true, highlightCircleSize: 4, xRangePad: 4,
      showRangeSelector: isFirst, rangeSelectorHeight: 24, rangeSelectorPlotLineWidth: 1,
      rangeSelectorAlpha: 0.5,
      digitsAfterDecimal: 2,
      axes: {
        x: { axisLabelFormatter: axisTime, pixelsPerLabel: narrow ? 42 : 75, axisLabelWidth: narrow ? 46 : 72 },
        y: { axisLabelFormatter: (y) => spec.format === BP.money ? '$' + BP.count(y) : spec.format(y), axisLabelWidth: 66, pixelsPerLabel: 36 },
      },
      highlightCallback: (event, x) => { hovering = true; tell(x); },
      unhighlightCallback: () => { hovering = false; tell(xOf(BP.run, cursor_us)); },
      clickCallback: (event, x) => BP.player.seek(byDays ? x * DAY_MS * 1000 : (x - BP.run.begin_unix_s * 1000) * 1000),
      drawCallback: () => { if (charts.length) placeCursors(); },
    }, looks(chart)));
    chart.cursor = BP.el('div', { class: 'cursor', aria: { hidden: 'true' } });
    plot.append(chart.cursor);
    plot.setAttribute('role', 'img');
    plot.setAttribute('aria-label', spec.title + ': ' + chart.curves.map((curve) =>
      curve.label + ' ends at ' + spec.format(curve.values[curve.values.length - 1])).join(', '));
    return chart;
  }

  /* ---- all of them ---- */

  BP.recolourCharts = function () {
    for (const chart of charts) chart.graph.updateOptions(looks(chart));
  };
  BP.resizeCharts = function () {
    for (const chart of charts) chart.graph.resize();
    placeCursors();
  };

  function setMode(wanted) {
    mode = wanted;
    for (const chart of charts)
      chart.graph.updateOptions({ file: rowsOf(chart) });
    tell(xOf(BP.run, cursor_us));
  }

  /* On paper as on the screen a chart is as wide as its place. */
  function watchWidth() {
    let last = 0;
    new ResizeObserver(() => {
      const width = BP.$('charts').clientWidth;
      if (width === last || BP.onPaper) return;
      if (last > 0) BP.resizeCharts();
      last = width;
    }).observe(BP.$('charts'));
  }

  /* What is 0 throughout needs no chart. */
  const happens = (spec) => spec.always || curvesOf(spec).some((curve) => curve.values.some((x) => x > 0));

  BP.startCharts = function () {
    byDays = BP.runs.some((run) => run.begin_unix_s !== BP.runs[0].begin_unix_s);
    const specs = BP.runs.length > 1 ? several : single;
    for (const spec of specs)
      if (curvesOf(spec).length > 0 && (!spec.when || spec.when(BP.run)) && happens(spec) &&
          (BP.runs.length === 1 || spec.value(BP.runs[0])))
        charts.push(make(spec, charts.length === 0));
    if (charts.length > 1)
      Dygraph.synchronize(charts.map((chart) => chart.graph), { zoom: true, selection: true, range: false });
    for (const input of document.querySelectorAll('input[name=mode]'))
      input.addEventListener('change', () => setMode(input.value));
    BP.$('unzoom').addEventListener('click', () => charts.length && charts[0].graph.resetZoom());
    tell(xOf(BP.run, cursor_us));
    BP.resizeCharts(); /* the first were made while there was more room */
    watchWidth();
  };
})();

/* sweep_chart.js - a measure over a key: a curve for each value of a second one, a band for
 * its interval, a dot for each run. */
(function () {
  'use strict';

  const FACE_PX = 3.5;

  /* Curves differ in the marks of their points, as well as in colour and dashes. */
  const marks = [
    (c, x, y, r) => c.arc(x, y, r, 0, 2 * Math.PI),
    (c, x, y, r) => c.rect(x - r, y - r, 2 * r, 2 * r),
    (c, x, y, r) => { c.moveTo(x, y - 1.3 * r); c.lineTo(x + 1.2 * r, y + r); c.lineTo(x - 1.2 * r, y + r); c.closePath(); },
    (c, x, y, r) => { c.moveTo(x, y - 1.4 * r); c.lineTo(x + 1.4 * r, y); c.lineTo(x, y + 1.4 * r); c.lineTo(x - 1.4 * r, y); c.closePath(); },
  ];
  function drawMark(look) {
    return (graph, name, context, x, y, colour, radius) => {
      context.beginPath();
      marks[look % marks.length](context, x, y, radius);
      context.fillStyle = colour;
      context.fill();
    };
  }

  /* view: { measure, x, lines, curves: [{ label, look, samples: [by place on the axis] }] } */
  function rowsOf(view) {
    const order = view.x.at.map((at, i) => i).sort((p, q) => view.x.at[p] - view.x.at[q]);
    return order.map((i) => [view.x.at[i], ...view.curves.map((curve) => {
      const sample = curve.samples[i];
      if (!sample || !(sample.n > 0)) return [null, null, null];
      const half = sample.half > 0 ? sample.half : 0;
      return [sample.mean - half, sample.mean, sample.mean + half];
    })]);
  }

  /* All that is drawn, and a little more; from 0 where that is not far. */
  function rangeOf(view) {
    let low = Infinity, high = -Infinity;
    const take = (y) => { if (isFinite(y)) { low = Math.min(low, y); high = Math.max(high, y); } };
    for (const curve of view.curves)
      for (const sample of curve.samples) {
        if (!sample || !(sample.n > 0)) continue;
        const half = sample.half > 0 ? sample.half : 0;
        take(sample.mean - half);
        take(sample.mean + half);
        if (view.dots) sample.values.forEach(take);
      }
    if (!(low <= high)) return [0, 1];
    if (view.from) take(0);
    else if (low > 0 && low < 0.4 * high) low = 0;
    const room = (high - low || Math.abs(high) || 1) * 0.06;
    return [low === 0 ? 0 : low - room, high + room];
  }

  function drawDots(view, context, graph) {
    context.save();
    context.globalAlpha = 0.7;
    view.curves.forEach((curve, k) => {
      const aside = (k - (view.curves.length - 1) / 2) * 3; /* px, lest they hide one another */
      context.fillStyle = BP.colour(curve.look);
      curve.samples.forEach((sample, i) => {
        if (!sample) return;
        for (const value of sample.values)
          context.fillRect(graph.toDomXCoord(view.x.at[i]) + aside - 1.5, graph.toDomYCoord(value) - 1.5, 3, 3);
      });
    });
    context.restore();
  }

  /* Between words there is nothing: intervals are bars, not a band. */
  function drawBars(view, context, graph) {
    context.save();
    context.lineWidth = 1.5;
    for (const curve of view.curves) {
      context.strokeStyle = BP.colour(curve.look);
      curve.samples.forEach((sample, i) => {
        if (!sample || !(sample.half > 0)) return;
        const x = graph.toDomXCoord(view.x.at[i]);
        const [low, high] = [sample.mean - sample.half, sample.mean + sample.half].map((y) => graph.toDomYCoord(y));
        context.beginPath();
        context.moveTo(x, low);
        context.lineTo(x, high);
        for (const y of [low, high]) { context.moveTo(x - 5, y); context.lineTo(x + 5, y); }
        context.stroke();
      });
    }
    context.restore();
  }

  function drawZero(context, area, graph) {
    const y = graph.toDomYCoord(0);
    if (!(y > area.y && y < area.y + area.h)) return;
    context.save();
    context.strokeStyle = BP.css('--quiet');
    context.beginPath();
    context.moveTo(area.x, y);
    context.lineTo(area.x + area.w, y);
    context.stroke();
    context.restore();
  }

  function series(view) {
    const all = {};
    view.curves.forEach((curve, k) => {
      all['y' + k] = {
        color: BP.colour(curve.look), strokePattern: view.x.isNumber ? BP.dashes[curve.look % 7] : null,
        drawPointCallback: drawMark(curve.look), drawHighlightPointCallback: drawMark(curve.look),
      };
    });
    return all;
  }

  /* Ticks at the values themselves, as many as there is room for. */
  function ticker(view) {
    return (a, b, pixels) => {
      const every = Math.ceil(view.x.at.length * (view.x.isNumber ? 56 : 96) / Math.max(pixels, 56));
      return view.x.at.map((v, i) => ({ v, label: i % every === 0 ? BP.shorten(view.x.values[i], 16) : '' }))
        .filter((tick) => tick.v >= a && tick.v <= b);
    };
  }

  BP.drawCurves = function (plot, view, small) {
    const at = view.x.at, low = Math.min(...at), high = Math.max(...at);
    const room = (high - low || 1) * 0.04;
    const sign = (y) => view.from && y > 0 ? '+' : '';
    const graph = new Dygraph(plot, rowsOf(view), Object.assign({
      labels: ['x', ...view.curves.map((unused, k) => 'y' + k)],
      customBars: true, fillAlpha: view.x.isNumber ? 0.16 : 0, legend: 'never',
      dateWindow: [low - room, high + room], valueRange: rangeOf(view),
      strokeWidth: view.x.isNumber ? 2 : 0.6, drawPoints: true, pointSize: small ? 2.2 : FACE_PX, highlightCircleSize: small ? 2.2 : 5,
      connectSeparatedPoints: true, digitsAfterDecimal: 2,
      gridLineColor: BP.css('--grid'), axisLineColor: BP.css('--rule'),
      axes: {
        x: { ticker: ticker(view), drawGrid: view.x.isNumber, axisLabelWidth: view.x.isNumber ? 70 : 110 },
        y: { axisLabelFormatter: (y) => sign(y) + (view.measure.format === BP.money ? '$' + BP.count(y) : view.measure.format(y)),
          axisLabelWidth: small ? 58 : 68, pixelsPerLabel: small ? 26 : 36 },
      },
      underlayCallback: (context, area, g) => {
        if (view.dots) drawDots(view, context, g);
        if (!view.x.isNumber) drawBars(view, context, g);
        if (view.from) drawZero(context, area, g);
      },
      series: series(view),
    }, small ? { interactionModel: {} } : {
      highlightCallback: (event, x) => view.onHover(at.indexOf(x)),
      unhighlightCallback: () => view.onHover(-1),
    }));
    graph.recolour = () => graph.updateOptions({
      gridLineColor: BP.css('--grid'), axisLineColor: BP.css('--rule'), series: series(view) });
    plot.setAttribute('role', 'img');
    plot.setAttribute('aria-label', view.measure.name + ' by ' + view.x.name + ': ' + view.curves.map((curve) => {
      const last = curve.samples.filter((sample) => sample && sample.n > 0).pop();
      return (curve.label || 'one curve') + (last ? ' ends at ' + view.measure.format(last.mean) : ' has no value');
    }).join(', '));
    return graph;
  };

  /* A line with its mark, as in the chart. */
  BP.curveSwatch = function (look) {
    const svg = BP.swatch(look), space = 'http://www.w3.org/2000/svg';
    const shapes = [['circle', { cx: 15, cy: 5, r: 4 }], ['rect', { x: 11, y: 1, width: 8, height: 8 }],
      ['polygon', { points: '15,0 20,9 10,9' }], ['polygon', { points: '15,0 20,5 15,10 10,5' }]];
    const [tag, attributes] = shapes[look % shapes.length];
    const mark = document.createElementNS(space, tag);
    for (const [name, value] of Object.entries(attributes)) mark.setAttribute(name, value);
    mark.style.fill = 'var(--c' + (look % 7) + ')';
    svg.append(mark);
    return svg;
  };
})();

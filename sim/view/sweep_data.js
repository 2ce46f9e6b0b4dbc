/* sweep_data.js - the data of a page about sweeps: points, axes, and what is known of each
 * measure at each point. */
(function () {
  'use strict';

  const { doubles, words } = BP.unpack;

  /* What values are numbers of, in one unit each: as scenarios have them. */
  const scales = [
    { us: 1e-6, ms: 1e-3, s: 1, min: 60, h: 3600, d: 86400, w: 604800 },
    { B: 1, KB: 1e3, MB: 1e6, GB: 1e9, KiB: 1024, MiB: 1048576, GiB: 1073741824 },
    { bps: 1, kbps: 1e3, Mbps: 1e6, Gbps: 1e9 },
  ];

  /* "12 h" as its number in the scale's first unit; null if it is none. */
  function numberIn(value, scale) {
    const parts = /^(-?\d+(?:\.\d+)?)\s*(\S.*)?$/.exec(value);
    if (!parts || !Object.prototype.hasOwnProperty.call(scale, parts[2] || '')) return null;
    return Number(parts[1]) * scale[parts[2] || ''];
  }

  /* Of one key: its values in order, and where each is on an axis. Numbers of one unit, or
   * of units that go together, have places of their own; words stand side by side. */
  function axisOf(name, values) {
    const first = /^-?\d+(?:\.\d+)?\s*(\S.*)?$/.exec(values[0]);
    const unit = first ? first[1] || '' : '';
    for (const scale of [{ [unit]: 1 }, ...scales]) {
      const numbers = values.map((value) => numberIn(value, scale));
      if (first && numbers.every((x) => x !== null) && new Set(numbers).size === numbers.length)
        return { name, values, at: numbers, isNumber: true };
    }
    return { name, values, at: values.map((unused, i) => i), isNumber: false };
  }

  function sweepLabel(data, i) {
    return BP.letter(i) + ' ' + (data.sweeps[i].name || '');
  }

  /* Keys that have one value only are no axes. Where there are several files, which one is
   * a key as well. */
  function axesOf(data) {
    const keys = data.keys.map((name, k) => ({ name, of: data.points.map((point) => point.values[k]) }));
    if (data.sweeps.length > 1)
      keys.push({ name: 'file', of: data.points.map((point) => sweepLabel(data, point.sweep)) });
    return keys.map((key) => {
      const of = key.of.map((value) => value === null ? 'as it is' : value);
      const axis = axisOf(key.name, [...new Set(of)]);
      axis.of = of;
      return axis;
    }).filter((axis) => axis.values.length > 1);
  }

  function unpackMeasure(measure) {
    for (const name of ['mean', 'sd', 'half']) measure[name] = doubles(measure[name]);
    measure.n = words(measure.n);
    if (measure.all) measure.all = doubles(measure.all);
    measure.format = BP.unitOf(measure.name);
    return measure;
  }

  BP.loadSweep = function () {
    const data = JSON.parse(BP.$('data').textContent);
    data.seeds = doubles(data.seeds);
    data.runs = words(data.runs);
    data.t = doubles(data.t);
    data.begin = [];
    data.runs.reduce((sum, n, i) => { data.begin[i] = sum; return sum + n; }, 0);
    data.axes = axesOf(data);
    data.measures = data.measures.map(unpackMeasure).filter((measure) => measure.n.some((n) => n > 0));
    BP.sweep = data;
  };

  /* Of one point: { n, mean, half, values }; mean is NaN where there is none. */
  BP.sampleAt = function (measure, point) {
    const begin = BP.sweep.begin[point];
    return {
      n: measure.n[point], mean: measure.mean[point], half: measure.half[point],
      values: measure.all ? Array.from(measure.all.subarray(begin, begin + BP.sweep.runs[point])).filter((x) => isFinite(x)) : [],
    };
  };

  /* Of point b less point a, run by run where both have the same seed: they share all
   * chance but for what differs. Nothing to tell where they share no seed. */
  BP.differenceAt = function (measure, a, b) {
    const data = BP.sweep, values = [];
    if (!measure.all || a === undefined || b === undefined) return { n: 0, mean: NaN, half: NaN, values };
    const of = new Map();
    for (let i = data.begin[a]; i < data.begin[a] + data.runs[a]; i++) of.set(data.seeds[i], measure.all[i]);
    for (let i = data.begin[b]; i < data.begin[b] + data.runs[b]; i++)
      if (of.has(data.seeds[i])) values.push(measure.all[i] - of.get(data.seeds[i]));
    const known = values.filter((x) => isFinite(x)), n = known.length;
    const mean = known.reduce((sum, x) => sum + x, 0) / n;
    const sd = Math.sqrt(known.reduce((sum, x) => sum + (x - mean) * (x - mean), 0) / (n - 1));
    const t = data.t[Math.min(n - 1, data.t.length) - 1];
    return { n, mean: n ? mean : NaN, half: n > 1 ? (sd > 0 ? t * sd / Math.sqrt(n) : 0) : NaN, values: known };
  };
})();

/* report_data.js - the data of the page, unpacked: arrays of numbers, frames of traffic,
 * and what state each host is in at a time. */
(function () {
  'use strict';

  const { bytes: bytesOf, floats, doubles, words } = BP.unpack;

  /* Whole numbers, one after the other, 7 bits a byte. */
  function reader(text) {
    const bytes = bytesOf(text);
    let at = 0;
    return () => {
      let number = 0;
      for (let scale = 1; ; scale *= 128) {
        const byte = bytes[at++];
        number += (byte & 127) * scale;
        if (!(byte >= 128)) return number;
      }
    };
  }
  function packed(text, n) {
    const next = reader(text);
    return Float64Array.from({ length: n }, next);
  }

  /* Of each frame a list of lines, copies and spam. */
  function unpackFrames(frames) {
    const next = reader(frames.data);
    return frames.times.map((time_us) => {
      const n = next();
      const frame = {
        time_us, line: new Uint32Array(n), copies: new Float64Array(n), spam: new Float64Array(n),
      };
      for (let i = 0, line = 0; i < n; i++, line++) {
        line += next();
        frame.line[i] = line;
        frame.copies[i] = next();
        frame.spam[i] = next();
      }
      return frame;
    });
  }

  function unpackNetwork(net, runs) {
    if (net.same_as !== undefined) return runs[net.same_as].network;
    for (const name of ['x', 'y', 'w', 'h']) net[name] = floats(net[name]);
    net.a = words(net.a);
    net.b = words(net.b);
    net.bps = packed(net.bps, net.a.length);
    net.kind = bytesOf(net.kind);
    net.line_kind = bytesOf(net.line_kind);
    net.land = floats(net.land);
    net.rings = words(net.rings);
    net.n = net.names.length;
    net.lower = net.names.map((name, i) => (name + ' ' + (net.orgs[i] || '')).toLowerCase());
    return net;
  }

  function unpackEvents(events) {
    events.times = doubles(events.times);
    for (const name of ['hosts', 'kinds', 'details', 'relay_at_begin'])
      events[name] = words(events[name]);
    return events;
  }

  /* How hosts stand at a time; to go on is quick, to go back begins anew. */
  class State {
    constructor(run) {
      this.run = run;
      this.relay = new Uint32Array(run.network.n);
      this.reached = new Uint8Array(run.network.n);
      this.infected = new Uint8Array(run.network.n);
      this.listed = new Int16Array(run.network.n);
      this.rewind();
    }
    rewind() {
      this.relay.set(this.run.events.relay_at_begin);
      this.reached.fill(0);
      this.infected.fill(0);
      this.listed.fill(0);
      this.next = 0;
      this.time_us = -1;
    }
    /* TRUE if something has changed. */
    seek(time_us) {
      const events = this.run.events;
      let changed = false;
      if (time_us < this.time_us) {
        this.rewind();
        changed = true;
      }
      this.time_us = time_us;
      while (this.next < events.times.length && events.times[this.next] <= time_us) {
        const host = events.hosts[this.next];
        const kind = events.names[events.kinds[this.next]];
        if (kind === 'relay') this.relay[host] = events.details[this.next];
        else if (kind === 'reached') this.reached[host] = 1;
        else if (kind === 'infected') this.infected[host] = 1;
        else if (kind === 'listed') this.listed[host]++;
        else if (kind === 'delisted') this.listed[host]--;
        this.next++;
        changed = true;
      }
      return changed;
    }
    look(host) { return this.run.events.looks[this.relay[host]]; }
    text(host) { return this.run.events.texts[this.relay[host]]; }
    counts() {
      let open = 0, reached = 0, infected = 0;
      for (let i = 0; i < this.relay.length; i++) {
        if (this.run.network.kind[i] & 1) continue;
        open += this.look(i) === 0;
        reached += this.reached[i];
        infected += this.infected[i];
      }
      return { open, reached, infected };
    }
  }

  function unpackRun(run, runs, i) {
    run.letter = BP.letter(i);
    run.network = unpackNetwork(run.network, runs);
    for (const name of Object.keys(run.hosts)) run.hosts[name] = packed(run.hosts[name], run.network.n);
    run.events = unpackEvents(run.events);
    run.frames = unpackFrames(run.frames);
    run.maxCopies = 0;
    for (const frame of run.frames)
      for (const copies of frame.copies) run.maxCopies = Math.max(run.maxCopies, copies);
    run.state = new State(run);
    run.hasWorm = run.events.names.includes('infected');
  }

  BP.load = function () {
    const data = JSON.parse(BP.$('data').textContent);
    data.runs.forEach((run, i) => unpackRun(run, data.runs, i));
    BP.data = data;
    BP.runs = data.runs;
    BP.run = data.runs[0];
  };

  /* The last frame that has ended by then, or null. */
  BP.frameAt = function (run, time_us) {
    let found = null;
    let index = -1;
    run.frames.forEach((frame, i) => {
      if (frame.time_us <= time_us) { found = frame; index = i; }
    });
    return found && { frame: found, from_us: index > 0 ? run.frames[index - 1].time_us : 0, index };
  };
  BP.unixMs = function (run, time_us) { return run.begin_unix_s * 1000 + time_us / 1000; };
})();

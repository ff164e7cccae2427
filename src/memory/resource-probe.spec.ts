import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { Cgroup } from './cgroup.js';
import { ProcessProbe } from './resource-probe.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'director-cgroup-'));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

/** Control groups as the kernel shows them, in a folder. */
function groupWith(files: Readonly<Record<string, string>>): Cgroup {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), `${text}\n`);
  }
  return new Cgroup({ root, membership: join(root, 'self'), machinePressure: join(root, 'machine') });
}

describe('Cgroup', () => {
  it('reads version 2, without reclaimable pages', () => {
    const group = groupWith({
      self: '0::/',
      'memory.max': '1000',
      'memory.current': '700',
      'memory.stat': 'anon 400\ninactive_file 200\nactive_file 100',
      'memory.pressure':
        'some avg10=12.50 avg60=1.00 avg300=0.00 total=1\nfull avg10=3.00 avg60=0.00 avg300=0.00 total=1',
    });
    expect(group.use).toEqual({ limitBytes: 1_000, usedBytes: 500 });
    expect(group.stallRatio).toBe(0.125);
  });

  it('reads version 1, in the group of the process', () => {
    const group = groupWith({
      self: '9:name=systemd:/\n4:memory:/app/one\n0::/',
      'memory/memory.limit_in_bytes': '9223372036854771712',
      'memory/memory.usage_in_bytes': '123456',
      'memory/app/one/memory.limit_in_bytes': '1000',
      'memory/app/one/memory.usage_in_bytes': '300',
      'memory/app/one/memory.stat': 'cache 1\ninactive_file 999\ntotal_inactive_file 100',
      machine: 'some avg10=50.00 avg60=1.00 avg300=0.00 total=1',
    });
    expect(group.use).toEqual({ limitBytes: 1_000, usedBytes: 200 });
    expect(group.stallRatio).toBe(0.5);
  });

  it('uses the fullest group on the way up', () => {
    const files = {
      self: '0::/pod/app',
      'pod/memory.max': '1000',
      'pod/memory.current': '950',
      'pod/app/memory.max': '600',
      'pod/app/memory.current': '60',
    };
    expect(groupWith(files).use).toEqual({ limitBytes: 1_000, usedBytes: 950 });
  });

  it('finds the limit where the path of the group is not visible, as inside a container', () => {
    const files = {
      self: '4:memory:/docker/abc',
      'memory/memory.limit_in_bytes': '10',
      'memory/memory.usage_in_bytes': '5',
    };
    expect(groupWith(files).use).toEqual({ limitBytes: 10, usedBytes: 5 });
  });

  it.each([
    ['no control groups', {}],
    ['no limit', { self: '0::/', 'memory.max': 'max', 'memory.current': '5' }],
  ])('reports no limit with %s', (_what, files) => {
    expect(groupWith(files).use).toBeUndefined();
    expect(groupWith(files).stallRatio).toBe(0);
  });
});

describe('ProcessProbe', () => {
  const eventLoop = { takeMaxDelayMs: () => 7 };
  const gc = { takeGcTimeRatio: () => 0.25 };

  it('reads this process', () => {
    const reading = new ProcessProbe({}, eventLoop, gc, groupWith({})).read();
    expect(reading.privateBytes).toBeGreaterThan(10_000_000);
    expect(reading.residentBytes).toBeGreaterThanOrEqual(reading.privateBytes);
    expect(reading).toMatchObject({ eventLoopDelayMs: 7, gcTimeRatio: 0.25, stallRatio: 0 });
    expect(reading.limits.map(({ source }) => source)).toEqual(['heap']);
    expect(reading.limits[0]?.usedBytes).toBeLessThan(Number(reading.limits[0]?.limitBytes));
  });

  it('lists every limit', () => {
    const container = groupWith({ self: '0::/', 'memory.max': '1000', 'memory.current': '500' });
    const { limits, privateBytes } = new ProcessProbe({ limitMb: 100 }, eventLoop, gc, container).read();
    expect(limits.slice(0, 2)).toEqual([
      { source: 'container', limitBytes: 1_000, usedBytes: 500 },
      { source: 'configuration', limitBytes: 104_857_600, usedBytes: privateBytes },
    ]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  countPendingApprovals,
  headerRow,
  placeRow,
} from '../../../../src/monitor/core/chrome/header.ts';
import type { FeedPhase } from '../../../../src/monitor/core/session.ts';
import type { State } from '../../../../src/monitor/core/state.ts';
import { view } from '../../../../src/monitor/core/view.ts';
import { ASCII, UNICODE } from '../../../../src/text/glyphs.ts';
import { spanText, spanWidth } from '../../../support/frame-text.ts';
import {
  blankMonitor,
  changes,
  monitor,
  NO_REACH,
  press,
  ROOMY,
  type Scene,
  screenText,
  suspended,
  told,
} from '../../../support/monitor.ts';
import { execution, NOW, SECOND, suspension } from '../../../support/objects.ts';

const header = (state: State, width = 160) => spanText(headerRow(state, width, NOW, ASCII).spans);

const root = execution({ name: 'root', phase: 'Suspended' });
const busy: Scene = {
  namespaces: ['payments', 'billing'],
  executions: [
    root,
    execution({ name: 'child', phase: 'Failed', parent: root }),
    execution({ name: 'a', phase: 'Executing' }),
    execution({ name: 'b', phase: 'Executing' }),
    execution({ name: 'c', phase: 'Failed' }),
    execution({ name: 'd', phase: 'Completed' }),
  ],
  suspensions: [suspension({ name: 'approve', parent: root })],
};

describe('the header', () => {
  it('shows the place, the user, the age, the phases and the pending approvals', () => {
    const words = header(monitor(busy));
    for (const part of [
      'kontinue',
      'prod-eu · payments,billing · ada',
      '* live',
      'executing 2',
      'suspended 1',
      // A descendant that failed counts, too.
      'failed 2',
      '1 approval pending',
    ]) {
      expect(words).toContain(part);
    }
    expect(words).not.toMatch(/completed|pending \d|RO/);
  });

  it('does not count an approval whose execution has ended', () => {
    const dead = execution({ name: 'dead', phase: 'Canceled' });
    const moot = suspension({ name: 'moot', parent: dead });
    const state = monitor({ ...busy, executions: [...(busy.executions ?? []), dead] });
    const told1 = told(state, suspended(moot));
    expect(header(told1)).toContain('1 approval pending');
    const running = execution({ name: 'dead', phase: 'Suspended' });
    expect(header(told(told1, changes(running)))).toContain('2 approvals pending');
  });

  it('fills the line and ends with the pending approvals', () => {
    const words = header(monitor(busy));
    expect(words).toHaveLength(160);
    expect(words.trimEnd()).toMatch(/1 approval pending$/);
  });

  it('says that only reading is possible, on the narrowest screen too', () => {
    const state = monitor({ ...busy, setup: { readOnly: true } });
    for (const width of [160, 80, 60, 40]) expect(header(state, width)).toContain(' RO ');
  });

  it('says that all namespaces are watched', () => {
    expect(header(monitor({ namespaces: [] }))).toContain('all namespaces');
  });

  it('tells phases by their signs where there is no room for words, then not at all', () => {
    expect(header(monitor(busy), 100)).toContain('> 2  = 1  x 2');
    expect(header(monitor(busy), 80)).toContain('> 2  = 1  x 2');
    expect(header(monitor(busy), 80)).toContain(' prod-eu · ');
    expect(header(monitor(busy), 60)).not.toMatch(/> 2/);
  });

  it('keeps its parts apart, on the narrowest screen too', () => {
    const state = monitor({ ...busy, setup: { title: 'kontinue demo' } });
    for (let width = 40; width <= 160; width++) {
      expect(header(state, width)).toMatch(/^ kontinue demo {2}.*\* live {2,}.*! 1/);
    }
    expect(header(state, 40)).toMatch(/! 1 pending *$/);
  });

  it('cuts a long context where room is short, and keeps its beginning', () => {
    const context = 'arn:aws:eks:eu-west-1:123456789012:cluster/production-eu-west';
    const user = 'arn:aws:sts::123456789012:assumed-role/admin/ada.lovelace@example.org';
    const state = told(monitor(busy), {
      kind: 'connected',
      reach: NO_REACH,
      context,
      namespaces: ['payments'],
      user,
    });
    expect(header(state, 124)).toContain(` ${context}   `);
    expect(header(state, 100)).toContain('arn:aws:eks:eu-west-1:12');
    expect(header(state, 100)).toContain('…');
    expect(header(state, 80)).toContain('arn:aws:eks');
  });

  it('leaves out what it could only begin', () => {
    const state = told(monitor(busy), {
      kind: 'connected',
      reach: NO_REACH,
      context: 'production-eu-west',
      namespaces: ['payments'],
      user: 'ada',
    });
    for (let width = 40; width < 160; width++) {
      const [, begun] = / · (\S+)…/.exec(header(state, width)) ?? [];
      if (begun !== undefined) expect(begun.length).toBeGreaterThan(6);
    }
    expect(header(state, 80)).toMatch(/^ kontinue {2}production-eu-west {2,}\* live/);
  });

  it('says what it is doing before it is connected, and that it could not', () => {
    expect(header(blankMonitor())).toContain('connecting…');
    const failed = told(blankMonitor(), { kind: 'connectFailed', message: 'no such context' });
    expect(header(failed)).toContain('not connected');
  });

  it('says that times are UTC where they are, whatever the room', () => {
    for (const width of [40, 60, 80, 120]) {
      expect(header(monitor(busy), width)).not.toContain('UTC');
      expect(header(press(monitor(busy), 'T'), width)).toContain('live UTC');
    }
  });

  it('says that requests wait for the rate limit, until they do not', () => {
    const live = { kind: 'throttleChanged', throttled: true } as const;
    const state = told(monitor(busy), live);
    expect(header(state)).toContain('live, throttled');
    expect(header(state, 80)).toContain('throttled');
    expect(header(told(state, { ...live, throttled: false }))).not.toContain('throttled');
  });

  it('shows control characters of a context as nothing', () => {
    const state = told(monitor(busy), {
      kind: 'connected',
      reach: NO_REACH,
      context: '\x1b[31mprod\x07',
      namespaces: ['a\nb'],
      user: '\u202eada',
    });
    expect(header(state)).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(header(state)).toContain('prod');
  });

  it('never overflows, whatever it has to say', () => {
    const phase = fc.constantFrom<FeedPhase>(
      'live',
      'stale',
      'loading',
      'forbidden',
      'unauthorized',
    );
    const word = fc.string({ unit: fc.constantFrom('a', '漢', '-', 'é', '😀'), maxLength: 40 });
    fc.assert(
      fc.property(
        fc.record({
          phase,
          context: word,
          user: word,
          namespaces: fc.array(word, { maxLength: 3 }),
        }),
        fc.boolean(),
        fc.constantFrom(ASCII, UNICODE),
        fc.integer({ min: 40, max: 220 }),
        ({ phase: standing, context, user, namespaces }, readOnly, glyphs, width) => {
          const scene: Scene = {
            ...busy,
            setup: { readOnly, title: 'kontinue demo' },
            feed: { phase: standing, count: 12_345, lastByteAt: NOW - 99_999 * SECOND },
          };
          const state = told(monitor(scene), {
            kind: 'connected',
            reach: NO_REACH,
            context,
            namespaces,
            user,
          });
          expect(spanWidth(headerRow(state, width, NOW, glyphs).spans)).toBe(width);
        },
      ),
    );
  });
});

describe('the taller header', () => {
  const tall = (scene: Scene, size = ROOMY) => press(monitor({ ...scene, size }), 'ctrl-e');

  it('has show the context, namespaces, user and server version in full', () => {
    const state = told(tall(busy), { kind: 'versionLearned', version: 'v1.36.1' });
    expect(screenText(state).split('\n')[1]).toMatch(
      /^ context prod-eu {3}namespaces payments, billing {3}user ada {3}server v1\.36\.1$/,
    );
    expect(screenText(press(state, 'ctrl-e')).split('\n')[1]).toMatch(/Executions/);
  });

  it('never overflows, and leaves the panes their place', () => {
    const user = 'arn:aws:sts::123456789012:assumed-role/admin/漢字@example.org';
    for (let width = 40; width < 160; width++) {
      const state = told(tall(busy, { width, height: 24 }), { kind: 'identityLearned', user });
      expect(spanWidth(placeRow(state, width).spans)).toBe(width);
      const panes = view(state, NOW).panes.filter((pane) => pane.border);
      expect(Math.min(...panes.map((pane) => pane.rect.top))).toBe(2);
      expect(Math.max(...panes.map((p) => p.rect.top + p.rect.height))).toBe(23);
    }
  });
});

describe('the count of pending approvals', () => {
  const countOf = (...suspensions: ReturnType<typeof suspension>[]) =>
    countPendingApprovals(monitor({ executions: [root], suspensions }));

  it('counts each approval once', () => {
    const other = execution({ name: 'other' });
    expect(countOf()).toBe(0);
    expect(
      countOf(suspension({ name: 'a', parent: root }), suspension({ name: 'b', parent: root })),
    ).toBe(2);
    expect(
      countOf(suspension({ name: 'a', parent: root }), suspension({ name: 'b', parent: other })),
    ).toBe(2);
  });

  it('counts neither sleeps nor approvals that were given', () => {
    expect(
      countOf(
        suspension({ name: 'sleep', parent: root, resumeAt: '2030-01-01T00:00:00Z' }),
        suspension({ name: 'given', parent: root, phase: 'Completed' }),
      ),
    ).toBe(0);
  });

  it('counts an approval that carries no labels', () => {
    const approve = suspension({ name: 'a', parent: root });
    const { labels: _, ...metadata } = approve.metadata;
    expect(countOf({ ...approve, metadata })).toBe(1);
  });
});

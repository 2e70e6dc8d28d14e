import { describe, expect, it } from 'vitest';
import { buildTree } from '../../../src/api/tree.ts';
import type { Frame, Size } from '../../../src/monitor/core/frame.ts';
import { findLayer } from '../../../src/monitor/core/layers/stack.ts';
import type { State } from '../../../src/monitor/core/state.ts';
import { withTable } from '../../../src/monitor/core/table/requery.ts';
import { view } from '../../../src/monitor/core/view.ts';
import { frameText, paneText, paneTitle, spanText, spanWidth } from '../../support/frame-text.ts';
import {
  blankMonitor,
  changes,
  executionsOf,
  feed,
  key,
  monitor,
  NO_REACH,
  press,
  type Scene,
  screenText,
  told,
  type,
} from '../../support/monitor.ts';
import { NIGHT, nightShift } from '../../support/night-shift.ts';
import { ago, execution, job, NOW, SECOND, suspension } from '../../support/objects.ts';

const golden = (state: State, name: string) =>
  expect(screenText(state)).toMatchFileSnapshot(`golden/${name}.txt`);

const LARGE: Size = { width: 200, height: 50 };
const SMALL: Size = { width: 80, height: 24 };
const SMALLEST: Size = { width: 40, height: 10 };

const night = nightShift();
const at = (size: Size) => nightShift({ size });

describe('the home screen', () => {
  it('at 120×30', () => golden(night, 'home-120x30'));
  it('at 200×50', () => golden(at(LARGE), 'home-200x50'));
  it('at 80×24', () => golden(at(SMALL), 'home-80x24'));
  it('at 40×10', () => golden(at(SMALLEST), 'home-40x10'));

  it('in ASCII', () => golden(nightShift({ setup: { ascii: true } }), 'home-ascii'));

  it('of all namespaces, read only', () =>
    golden(nightShift({ namespaces: [], setup: { readOnly: true } }), 'home-all-namespaces'));

  it('says by what the list is sorted, unless the newest are first', () => {
    const note = (state: State) => paneTitle(view(state, NOW), 'executions').split(' | ')[1];
    expect(note(night)).toBe('7 roots');
    expect(note(press(night, 'N'))).toBe('7 roots · by name');
    expect(note(press(night, 'N', 'N'))).toBe('7 roots · by name, reversed');
    expect(note(press(night, 'N', 'A'))).toBe('7 roots');
    expect(note(press(night, 'A'))).toBe('7 roots · by age, reversed');
  });

  it('counts one root as one', () => {
    const one = monitor({ executions: [execution()] });
    expect(paneTitle(view(one, NOW), 'executions')).toBe('Executions | 1 root');
  });

  it('says that it is too small', () => {
    const said = (width: number, height: number) =>
      screenText(at({ width, height })).split('\n').filter(Boolean).join(' ');
    expect(said(38, 9)).toBe('38×9 is too small: kontinue needs 40×10');
    expect(said(39, 1)).toBe('39×1 is too small: kontinue needs 40×10');
    expect(said(38, 1)).toBe('too small: needs 40×10');
    expect(said(11, 1)).toBe('needs 40×10');
    for (let width = 5; width < 40; width++) {
      for (let height = 1; height < 10; height++) expect(said(width, height)).toMatch(/40×10$/);
    }
    expect(view(at({ width: 0, height: 0 }), NOW).size).toEqual({ width: 0, height: 0 });
  });
});

describe('the panes', () => {
  it('at 80×24 are the list and the focused one', () =>
    golden(press(at(SMALL), 'l'), 'logs-80x24'));

  it('with a tree that is unfolded, the cursor on a failed child', () =>
    golden(press(night, 'enter', 'f', 'x', 'G', 'k', 'k'), 'tree-unfolded'));

  it('with the list in groups, wide, and filtered', () =>
    golden(
      type(press(nightShift({ size: LARGE }), 'o', 'ctrl-w', '/'), 'fn:drain|roll'),
      'list-groups',
    ));

  it('with the attempts of one in backoff', () =>
    golden(press(at(SMALL), 'j', 'i'), 'attempts-80x24'));
});

it('names in the border of a tree the kinds that the user may not list', () => {
  const root = execution({ name: 'root' });
  const none = { executions: [], suspensions: [], jobs: [] };
  const hidden = [{ verb: 'list', resource: 'jobs', namespace: 'payments', user: 'ada' }];
  const tree = buildTree(root, none, { hidden });
  const shown = told(monitor({ executions: [root] }), { kind: 'treeUpdated', tree });
  expect(screenText(shown)).toMatch(/Tree .*jobs hidden root/);
});

describe('what lies over the panes', () => {
  it('is the help', () => golden(press(night, '?'), 'help-120x30'));
  it('is the help at 80×24, at its end', () => golden(press(at(SMALL), '?', 'G'), 'help-80x24'));

  it('is a command being typed', () =>
    golden(type(press(night, ':'), 'sort age'), 'prompt-command'));

  it('is a filter that cannot be read', () =>
    golden(type(press(night, '/'), 'phase:suspended age>soon'), 'prompt-error'));

  it('is the dialog to resume', () => golden(press(night, 's'), 'dialog-resume'));

  it('is the dialog to skip, with a result that is none', () =>
    golden(type(press(at(SMALL), 'ctrl-x', 'tab', 'tab'), '{"a"'), 'dialog-skip-80x24'));

  it('is the dialog to cancel, with no worker to stop what runs below', () => {
    const workers = { kind: 'seen', live: new Map(), unsure: new Set<string>() } as const;
    return golden(press(nightShift({ workers }), 'ctrl-k'), 'dialog-cancel-no-worker');
  });

  it('is the dialog to retry, refused by the server', () => {
    const root = execution({ name: 'root', phase: 'Failed', created: ago(0) });
    const part = execution({ name: 'part', phase: 'Failed', parent: root });
    const scene: Scene = { executions: [root, part] };
    const open = press(monitor(scene), 'r');
    const id = findLayer(open, 'dialog')?.content?.id ?? 0;
    const refused = told(open, {
      kind: 'interventionChecked',
      id,
      revision: 0,
      outcome: {
        kind: 'refused',
        message: 'the webhook policy.example.org denied it: not at night',
      },
    });
    return golden(refused, 'dialog-retry-refused');
  });

  it.each([SMALLEST, { width: 60, height: 16 }, SMALL])(
    'is a dialog that says what the server said, and its buttons, at %o',
    (size) => {
      const words = 'the webhook policy.example.org denied it: not while a release is frozen';
      const open = press(at(size), 'ctrl-x');
      const id = findLayer(open, 'dialog')?.content?.id ?? 0;
      const outcome = { kind: 'refused', message: words } as const;
      const refused = told(open, { kind: 'interventionChecked', id, revision: 0, outcome });
      for (const state of [refused, press(refused, 'tab', 'tab'), press(refused, 'shift-tab')]) {
        const box = screenText(state)
          .split('\n')
          .map((row) => /┃(.*)┃/.exec(row)?.[1]?.trim() ?? '')
          .join(' ');
        expect(box).toContain(words);
        expect(box).toMatch(/\[ No ].*\[ Yes, skip ]/);
      }
      expect(screenText(press(refused, 'shift-tab'))).toContain('› reason');
    },
  );

  it('is a dialog whose chosen option and long texts show on the smallest screen', () => {
    const root = execution({ name: 'root', phase: 'Failed', created: ago(0) });
    const open = press(monitor({ executions: [root], size: SMALLEST }), 'r', 'shift-tab');
    expect(screenText(open)).toContain('‹None (current)›');
    expect(screenText(press(open, 'right', 'right'))).toContain('‹RetryAll›');
    const typing = type(press(at(SMALLEST), 'ctrl-x', 'tab', 'tab'), `"${'x'.repeat(90)}END"`);
    expect(screenText(typing)).toMatch(/result \(JSON\) …x+END"/);
  });

  it('is a page whose long lines scroll sideways, and to a match', () => {
    const line = `${'x'.repeat(300)}NEEDLE${'y'.repeat(300)}END`;
    const state = told(press(night, 'y'), {
      kind: 'textRead',
      key: 'Execution/payments/deploy-cluster-7f3',
      lines: ['first', line],
    });
    expect(screenText(state)).not.toContain('NEEDLE');
    const found = press(type(press(state, '/'), 'needle'), 'enter');
    expect(screenText(found)).toContain('NEEDLE');
    const end = press(state, ...Array.from({ length: 20 }, () => 'right'));
    expect(screenText(end)).toMatch(/┃….*yEND┃/);
    expect(screenText(press(end, ...Array.from({ length: 20 }, () => 'left')))).toBe(
      screenText(state),
    );
  });

  it('is a dialog on the smallest screen, its buttons in sight', () => {
    const open = press(at(SMALLEST), 'ctrl-x');
    expect(screenText(open)).toMatch(/No .*Yes, skip/);
    const typing = type(press(open, 'tab', 'tab'), '{"a": 1}');
    expect(screenText(typing)).toContain('{"a": 1}');
    return golden(typing, 'dialog-skip-40x10');
  });
});

describe('trouble', () => {
  it('with the connection is one sentence where the rows would be', () => {
    const words =
      'no context named prod in /home/ada/.kube/config: kubectl config get-contexts lists them';
    return golden(
      told(blankMonitor(), { kind: 'connectFailed', message: words }),
      'error-no-context',
    );
  });

  it('with rights is one sentence', () => {
    const error =
      'ada may not list executions in namespace payments: ask for the right, or look elsewhere with :ns';
    return golden(monitor({ feed: { phase: 'forbidden', error } }), 'error-forbidden');
  });

  it('with a server that went away leaves the rows, and says how old they are', () => {
    const lastByteAt = NOW - 43 * SECOND;
    const stale = told(night, feed('executions/payments', { phase: 'reconnecting', lastByteAt }));
    return golden(press(stale, 'ctrl-k'), 'error-stale');
  });

  it('with a server that went away says under the rows why they are old', () => {
    const last = (state: State) => paneText(view(state, NOW), 'executions').at(-1)?.trim();
    const error = 'Nothing listens at https://10.0.0.1:6443 (connection refused).';
    const stale = { phase: 'reconnecting', error } as const;
    expect(last(night)).toMatch(/^waiting on: /);
    expect(last(told(night, feed('executions/payments', stale)))).toBe(error);
    expect(last(told(night, feed('executions/payments')))).toMatch(/^waiting on: /);
  });

  it('with a tree that never came is told once, and not as an old tree', () => {
    const fresh = told(monitor(), changes(execution({ name: 'deploy' })));
    const failed = told(fresh, { kind: 'treeFailed', key: 'payments/deploy', message: 'broke' });
    expect(paneTitle(view(failed, NOW), 'tree')).toBe('Tree | deploy');
    expect(paneText(view(failed, NOW), 'tree').join()).toContain('broke');
    const old = told(night, {
      kind: 'treeFailed',
      key: 'payments/deploy-cluster-7f3',
      message: 'broke',
    });
    expect(paneTitle(view(old, NOW), 'tree')).toContain('outdated: the watch failed');
  });

  it('with nothing to show says what to do', () => golden(monitor(), 'empty'));

  it('with nothing that matches says what to do', () => {
    const none = press(type(press(night, '/'), 'nothing-like-this'), 'enter');
    expect(paneText(view(none, NOW), 'executions').join()).toContain('nothing matches');
  });

  it('shows how much has been loaded', () => {
    const loading = told(
      blankMonitor(),
      { kind: 'connected', reach: NO_REACH, context: 'c', namespaces: ['payments'], user: 'u' },
      feed('executions/payments', { phase: 'loading', count: 3_500, synced: false }),
    );
    expect(screenText(loading)).toContain('loading 3,500…');
    expect(screenText(told(loading, feed('executions/payments')))).toContain('live');
  });
});

describe('data that means harm', () => {
  const evil = '\x1b[2J\x1b]0;x\x07{bold}\u202e\u009b31m漢字\n👩‍👩‍👧';
  const root = execution({
    name: `evil-${evil}`,
    function: evil,
    phase: 'Executing',
    created: ago(0),
    status: {
      message: evil,
      workerName: evil,
      startedAt: ago(9 * SECOND),
      attempts: [{ phase: evil, message: evil }],
    },
  });
  const state = monitor({
    executions: [root, execution({ name: 'child', parent: root, phase: evil })],
    suspensions: [suspension({ name: evil, parent: root, message: evil })],
    jobs: [job({ name: evil, parent: root })],
  });

  it('shows as plain text, and moves nothing out of its column', () => {
    expect(screenText(state)).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u);
    expect(screenText(state)).toContain('{bold}');
    return golden(state, 'hostile');
  });

  it('shows as plain text in dialogs, prompts and pages too', () => {
    const screens = [
      press(state, 'ctrl-k'),
      press(state, 'ctrl-x'),
      press(state, 'y'),
      told(press(state, '/'), { kind: 'pasted', text: evil }),
      told(press(state, 'ctrl-k', 'shift-tab'), { kind: 'pasted', text: evil }),
      told(state, { kind: 'copied', message: evil }),
      told(blankMonitor(), { kind: 'connectFailed', message: evil }),
      monitor({ feed: { phase: 'forbidden', error: evil } }),
    ];
    for (const screen of screens) {
      expect(spansOf(view(screen, NOW))).not.toMatch(/\p{Cc}|\p{Cf}/u);
    }
  });
});

/** Every text of a frame that the terminal would get. */
function spansOf(frame: Frame): string {
  return frame.panes
    .flatMap(({ border, content }) => [
      ...(border ? [...border.title, ...(border.note ?? [])] : []),
      ...(content.kind === 'rows' ? content.rows.flatMap((row) => row.spans) : []),
    ])
    .map((span) => span.text)
    .join('');
}

describe('a frame', () => {
  const sizes = [LARGE, { width: 120, height: 30 }, SMALL, SMALLEST];

  it.each(sizes)('keeps every pane on the screen of $width×$height', (size) => {
    const keys = ['none', 'tab', 'l', 'i', 'f', '?', ':', '/', 'ctrl-k', 'ctrl-x', 's', 'y'];
    for (const name of keys) {
      const frame = view(name === 'none' ? at(size) : press(at(size), name), NOW);
      for (const { id, rect } of frame.panes) {
        expect(rect.left, `${id} after ${name}`).toBeGreaterThanOrEqual(0);
        expect(rect.top, `${id} after ${name}`).toBeGreaterThanOrEqual(0);
        expect(rect.left + rect.width, `${id} after ${name}`).toBeLessThanOrEqual(size.width);
        expect(rect.top + rect.height, `${id} after ${name}`).toBeLessThanOrEqual(size.height);
      }
      const { cursor } = frame;
      if (cursor) {
        expect(cursor.left).toBeLessThan(size.width);
        expect(cursor.top).toBeLessThan(size.height);
      }
    }
  });

  it.each(sizes)('keeps list, tree, header and footer in their width at $width×$height', (size) => {
    for (const name of ['none', 'tab']) {
      const frame = view(name === 'none' ? at(size) : press(at(size), name), NOW);
      for (const { id, rect, border, content } of frame.panes) {
        if (!['header', 'footer', 'executions', 'tree'].includes(id)) continue;
        if (content.kind !== 'rows') continue;
        for (const row of content.rows) {
          expect(spanWidth(row.spans), `${id}: ${spanText(row.spans)}`).toBeLessThanOrEqual(
            border ? rect.width - 2 : rect.width,
          );
        }
      }
    }
  });

  it('is the same for the same state and instant', () => {
    expect(view(night, NOW)).toEqual(view(night, NOW));
    expect(frameText(view(nightShift(), NOW))).toBe(screenText(night));
  });

  it('marks the selected row of the focused pane alone', () => {
    const selected = (state: State) =>
      view(state, NOW).panes.flatMap(({ id, content }) =>
        content.kind === 'rows' && content.rows.some((row) => row.selected) ? [id] : [],
      );
    expect(selected(night)).toEqual(['executions']);
    expect(selected(press(night, 'tab'))).toEqual(['tree']);
    expect(selected(press(night, 'l'))).toEqual([]);
  });

  it('gives the focus to what lies over the panes', () => {
    const focused = (state: State) =>
      view(state, NOW)
        .panes.filter((pane) => pane.border?.focused)
        .map((pane) => pane.id);
    expect(focused(night)).toEqual(['executions']);
    expect(focused(press(night, '?'))).toEqual(['help']);
    expect(focused(press(night, 'ctrl-k'))).toEqual(['dialog']);
    expect(focused(told(press(night, 'ctrl-k'), key('esc')))).toEqual(['executions']);
  });

  it('spoils the row of a broken object alone', () => {
    const broken = execution({ name: 'broken', created: ago(0) });
    Object.defineProperty(broken, 'spec', {
      get: () => {
        throw new Error('no spec');
      },
    });
    const scene: Scene = { executions: [...(NIGHT.executions ?? [])] };
    const state = monitor(scene);
    const list = { ...executionsOf(state), shown: [broken, ...executionsOf(state).shown] };
    const text = paneText(view(withTable(state, 'executions', list), NOW), 'executions').join('\n');
    expect(text).toContain('broken: cannot be shown: no spec');
    expect(text).toContain('ledger-close-2026-11');
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Rect, Size } from '../../../src/monitor/core/frame.ts';
import { arrange, inside, PANES, type PaneId } from '../../../src/monitor/core/layout.ts';

interface Case {
  readonly size: Size;
  readonly focus?: PaneId;
  readonly zoomed?: boolean;
  /** Columns and lines of the screen for one of the drawing. */
  readonly scale?: readonly [number, number];
}

/** The panes drawn to scale; in each its name, its size, and where it begins. */
function drawing({ size, focus = 'executions', zoomed = false, scale = [4, 2] }: Case): string {
  const [across, down] = scale;
  const layout = arrange(size, 'executions', focus, zoomed, 1);
  if (layout.kind === 'tooSmall') return 'too small';
  const lines = Array.from({ length: Math.round(size.height / down) }, () =>
    Array.from({ length: Math.round(size.width / across) }, () => ' '),
  );
  for (const [id, rect] of layout.panes) {
    const left = Math.round(rect.left / across);
    const right = Math.round((rect.left + rect.width) / across) - 1;
    const top = Math.round(rect.top / down);
    const bottom = Math.round((rect.top + rect.height) / down) - 1;
    const put = (x: number, y: number, text: string) => lines[y]?.splice(x, text.length, ...text);
    const rule = '─'.repeat(right - left - 1);
    put(left, top, `┌${rule}┐`);
    for (let y = top + 1; y < bottom; y++) {
      put(left, y, '│');
      put(right, y, '│');
    }
    put(left, bottom, `└${rule}┘`);
    put(left + 1, top + 1, id);
    put(left + 1, top + 2, `${rect.width}×${rect.height}`);
    put(left + 1, top + 3, `@ ${rect.left},${rect.top}`);
  }
  return lines.map((line) => line.join('').trimEnd()).join('\n');
}

/** A drawing as it stands in a test: between the lines of its quotes. */
function drawn(text: string): string {
  return text.slice(1, -1);
}

describe('the layout', () => {
  it('shows all five panes from 120×30 on', () => {
    expect(drawing({ size: { width: 120, height: 30 }, scale: [2, 2] })).toBe(
      drawn(`

┌────────────────────────────────┐┌────────────────────────┐
│executions                      ││tree                    │
│68×17                           ││52×17                   │
│@ 0,1                           ││@ 68,1                  │
│                                ││                        │
│                                ││                        │
│                                ││                        │
└────────────────────────────────┘└────────────────────────┘
┌───────────────┐┌─────────────┐┌──────────────────────────┐
│attempts       ││progress     ││logs                      │
│34×11          ││30×11        ││56×11                     │
│@ 0,18         ││@ 34,18      ││@ 64,18                   │
│               ││             ││                          │
└───────────────┘└─────────────┘└──────────────────────────┘
`),
    );
  });

  it('shares a larger screen out in the same way', () => {
    expect(drawing({ size: { width: 200, height: 50 } })).toBe(
      drawn(`

┌─────────────────────────────┐┌─────────────────┐
│executions                   ││tree             │
│124×30                       ││76×30            │
│@ 0,1                        ││@ 124,1          │
│                             ││                 │
│                             ││                 │
│                             ││                 │
│                             ││                 │
│                             ││                 │
│                             ││                 │
│                             ││                 │
│                             ││                 │
│                             ││                 │
│                             ││                 │
└─────────────────────────────┘└─────────────────┘
┌──────────┐┌────────┐┌──────────────────────────┐
│attempts  ││progress││logs                      │
│48×18     ││40×18   ││112×18                    │
│@ 0,31    ││@ 48,31 ││@ 88,31                   │
│          ││        ││                          │
│          ││        ││                          │
│          ││        ││                          │
│          ││        ││                          │
└──────────┘└────────┘└──────────────────────────┘
`),
    );
  });

  it('stacks two panes below that: the list and the tree', () => {
    expect(drawing({ size: { width: 80, height: 24 }, scale: [2, 1] })).toBe(
      drawn(`

┌──────────────────────────────────────┐
│executions                            │
│80×11                                 │
│@ 0,1                                 │
│                                      │
│                                      │
│                                      │
│                                      │
│                                      │
│                                      │
└──────────────────────────────────────┘
┌──────────────────────────────────────┐
│tree                                  │
│80×11                                 │
│@ 0,12                                │
│                                      │
│                                      │
│                                      │
│                                      │
│                                      │
│                                      │
└──────────────────────────────────────┘

`),
    );
  });

  it('stacks the list and whatever else has the focus', () => {
    expect(drawing({ size: { width: 80, height: 24 }, focus: 'logs', scale: [2, 2] })).toBe(
      drawn(`

┌──────────────────────────────────────┐
│executions                            │
│80×11                                 │
│@ 0,1                                 │
└──────────────────────────────────────┘
┌──────────────────────────────────────┐
│logs                                  │
│80×11                                 │
│@ 0,12                                │
│                                      │
└──────────────────────────────────────┘
`),
    );
  });

  it('stacks on a screen that is wide enough, but not high enough', () => {
    expect(drawing({ size: { width: 120, height: 29 } })).toBe(
      drawn(`

┌────────────────────────────┐
│executions                  │
│120×14                      │
│@ 0,1                       │
│                            │
│                            │
└────────────────────────────┘
┌────────────────────────────┐
│tree                        │
│120×13                      │
│@ 0,15                      │
│                            │
└────────────────────────────┘

`),
    );
  });

  it('shows the focused pane alone where two would show next to nothing', () => {
    expect(drawing({ size: { width: 40, height: 10 }, focus: 'tree', scale: [2, 1] })).toBe(
      drawn(`

┌──────────────────┐
│tree              │
│40×8              │
│@ 0,1             │
│                  │
│                  │
│                  │
└──────────────────┘

`),
    );
  });

  it('shows the zoomed pane alone on any screen', () => {
    const zoomed: Case = { size: { width: 120, height: 30 }, focus: 'progress', zoomed: true };
    expect(drawing(zoomed)).toBe(
      drawn(`

┌────────────────────────────┐
│progress                    │
│120×28                      │
│@ 0,1                       │
│                            │
│                            │
│                            │
│                            │
│                            │
│                            │
│                            │
│                            │
│                            │
└────────────────────────────┘
`),
    );
  });

  it.each([
    { width: 39, height: 10 },
    { width: 40, height: 9 },
    { width: 0, height: 0 },
  ])('says so when $width×$height is too small', (size) => {
    expect(drawing({ size })).toBe('too small');
  });

  it('leaves the room of a taller header', () => {
    const layout = arrange({ width: 80, height: 24 }, 'executions', 'executions', true, 3);
    expect(layout.kind === 'panes' && layout.panes.get('executions')).toEqual({
      left: 0,
      top: 3,
      width: 80,
      height: 20,
    });
  });

  it('covers the screen between header and footer exactly once, whatever its size', () => {
    const size = fc.record({
      width: fc.integer({ min: 40, max: 400 }),
      height: fc.integer({ min: 10, max: 120 }),
    });
    fc.assert(
      fc.property(size, fc.constantFrom(...PANES), fc.boolean(), (screen, focus, zoomed) => {
        const layout = arrange(screen, 'executions', focus, zoomed, 1);
        if (layout.kind === 'tooSmall') throw new Error('too small');
        expect(layout.panes.has(focus)).toBe(true);
        const rects = [...layout.panes.values()];
        const area = rects.reduce((sum, { width, height }) => sum + width * height, 0);
        expect(area).toBe(screen.width * (screen.height - 2));
        for (const [i, a] of rects.entries()) {
          expect(a.left + a.width).toBeLessThanOrEqual(screen.width);
          expect(a.top + a.height).toBeLessThanOrEqual(screen.height - 1);
          expect(Math.min(a.width, a.height)).toBeGreaterThanOrEqual(7);
          for (const b of rects.slice(i + 1)) expect(overlap(a, b)).toBe(false);
        }
      }),
    );
  });
});

function overlap(a: Rect, b: Rect): boolean {
  return (
    a.left < b.left + b.width &&
    b.left < a.left + a.width &&
    a.top < b.top + b.height &&
    b.top < a.top + a.height
  );
}

describe('the inside of a pane', () => {
  it('is one cell smaller on each side', () => {
    expect(inside({ left: 10, top: 5, width: 30, height: 8 })).toEqual({
      left: 11,
      top: 6,
      width: 28,
      height: 6,
    });
  });

  it('is empty, never negative', () => {
    expect(inside({ left: 0, top: 0, width: 1, height: 1 })).toMatchObject({ width: 0, height: 0 });
  });
});

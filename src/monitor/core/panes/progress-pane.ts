import type { Content, Pane, Row } from '../frame.ts';
import { inside } from '../layout.ts';
import { subjectFacts } from '../state.ts';
import type { PaneSpec } from './pane.ts';
import { progressBorder, progressGauge, progressRows } from './progress.ts';

/** Lines of the gauge in its pane. */
const GAUGE_LINES = 2;

export const PROGRESS: PaneSpec = {
  keys: [],
  draw(state, { rect, focused, now }) {
    const facts = subjectFacts(state);
    const gauge = progressGauge(facts?.execution);
    const space = inside(rect);
    const rows = facts ? progressRows(facts, space.width, now) : [];
    const offset = gauge && space.height > GAUGE_LINES ? GAUGE_LINES + 1 : 0;
    const blank: Row[] = Array.from({ length: offset }, () => ({ spans: [] }));
    const frame: Pane = {
      id: 'progress',
      rect,
      border: progressBorder(facts?.execution, focused),
      content: { kind: 'rows', rows: [...blank, ...rows] },
    };
    if (!gauge || offset === 0) return [frame];
    const content: Content = { kind: 'gauge', ...gauge };
    const { left, top, width } = space;
    const bar = { left: left + 1, top, width: width - 2, height: GAUGE_LINES };
    return [frame, { id: 'gauge', rect: bar, content }];
  },
};

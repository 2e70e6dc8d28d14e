import Gauge from 'blessed-contrib/lib/widget/gauge.js';
import Sparkline from 'blessed-contrib/lib/widget/sparkline.js';
import type { Content, Row, Size } from '../core/frame.ts';
import { openScreen, PLAIN_ATTRIBUTES } from './screen.ts';

/** A gauge or a sparkline as rows of a pane. */
export type Chart = Exclude<Content, { readonly kind: 'rows' }>;

/** A cell can be filled by eighths. */
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** Which of its lines contrib draws on. */
const LINE = 2;

/**
 * The rows of a chart. Contrib's widgets choose their own place inside their box, so each is drawn
 * on a screen of its own, and what it drew is taken from there.
 */
export function chartRows(chart: Chart, size: Size): Row[] {
  if (size.width < 1 || size.height < 1) return [];
  return chart.kind === 'gauge' ? gaugeRows(chart, size) : sparklineRows(chart, size);
}

function gaugeRows({ percent, tone }: Extract<Chart, { kind: 'gauge' }>, size: Size): Row[] {
  const steps = size.width * EIGHTHS.length;
  const filled = percent <= 0 ? 0 : countFilled(percent, steps);
  const whole = Math.floor(filled / EIGHTHS.length);
  const bar = '█'.repeat(whole) + (EIGHTHS[filled % EIGHTHS.length] ?? '');
  const row: Row = {
    spans: [
      { text: bar, style: { tone } },
      { text: '░'.repeat(size.width - bar.length), style: { tone: 'muted' } },
    ],
  };
  return Array.from({ length: size.height }, () => row);
}

function countFilled(percent: number, steps: number): number {
  // Its box, and inside it one step to the left and three to the right, are wider than its bar.
  const box = { width: steps + 4, height: LINE + 2 };
  const screen = openScreen(box);
  const gauge = new Gauge({ screen, left: 0, top: 0, ...box, showLabel: false, stroke: 'green' });
  screen.append(gauge);
  // It reads what is not above 1.001 as a fraction.
  gauge.setPercent(Math.min(100, Math.max(1.01, percent)));
  screen.render();
  return (screen.lines[LINE] ?? []).filter(([attributes]) => attributes !== PLAIN_ATTRIBUTES)
    .length;
}

function sparklineRows({ values, tone }: Extract<Chart, { kind: 'sparkline' }>, size: Size): Row[] {
  const latest = values.slice(-size.width);
  const box = { width: size.width + 2, height: LINE + 2 };
  const screen = openScreen(box);
  const sparkline = new Sparkline({ screen, left: 0, top: 0, ...box });
  screen.append(sparkline);
  sparkline.setData([''], [latest]);
  const bars = sparkline.getContent().split('\n')[LINE] ?? '';
  const line: Row = { spans: [{ text: bars.padStart(size.width), style: { tone } }] };
  const above = Array.from({ length: Math.max(0, size.height - 1) }, (): Row => ({ spans: [] }));
  return [...above, line];
}

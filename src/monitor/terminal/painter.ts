import Box from 'blessed/lib/widgets/box.js';
import type { Frame, Pane, Row } from '../core/frame.ts';
import type { chartRows } from './chart.ts';
import { createPanePainter } from './pane.ts';
import { blankScreen, type Screen } from './screen.ts';
import type { Theme } from './theme.ts';

/** Puts a frame into the screen's cells. What did not change costs next to nothing. */
export type Painter = (frame: Frame) => void;

/** A pane on the screen: a blessed box that paints itself. */
interface PaneElement {
  readonly box: Box;
  show(pane: Pane): void;
}

/**
 * A painter for this screen. Charts need contrib, which is loaded when the first one is wanted;
 * until then their place is empty, and `onCharts` says when the frame is worth painting again.
 */
export function createPainter(screen: Screen, theme: Theme, onCharts: () => void): Painter {
  let layout = '';
  let elements: readonly PaneElement[] = [];
  let charts: typeof chartRows | undefined;
  let wantCharts = (): void => {
    wantCharts = () => undefined;
    void import('./chart.ts').then((module) => {
      charts = module.chartRows;
      onCharts();
    });
  };

  function createElement(first: Pane): PaneElement {
    let pane = first;
    let drawn = '';
    let chart: readonly Row[] = [];
    const paint = createPanePainter(screen, theme);
    const { left, top, width, height } = pane.rect;
    const inside = pane.border === undefined ? pane.rect : { width: width - 2, height: height - 2 };

    function rows(): readonly Row[] {
      const { content } = pane;
      if (content.kind === 'rows') return content.rows;
      if (charts === undefined) {
        wantCharts();
        return [];
      }
      const wanted = JSON.stringify(content);
      if (wanted !== drawn) chart = charts(content, inside);
      drawn = wanted;
      return chart;
    }

    const box = new Box({ screen, left, top, width, height });
    box.render = () => paint(pane, rows());
    screen.append(box);
    return {
      box,
      show: (next) => {
        pane = next;
      },
    };
  }

  return ({ panes }) => {
    const wanted = JSON.stringify(panes.map((pane) => [pane.id, pane.rect, !pane.border]));
    if (wanted !== layout) {
      for (const element of elements) element.box.detach();
      blankScreen(screen);
      elements = panes.map(createElement);
      layout = wanted;
    }
    for (const [i, pane] of panes.entries()) elements[i]?.show(pane);
    screen.render();
  };
}

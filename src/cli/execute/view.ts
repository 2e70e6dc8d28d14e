import type { ExecutionTree } from '../../api/tree.ts';
import type { ExecutionTreeNode } from '../../api/tree-node.ts';
import type { Clock } from '../../kube/clock.ts';
import { phaseTone } from '../../text/glyphs.ts';
import { sanitize } from '../../text/sanitize.ts';
import { plainLine } from '../../text/sgr.ts';
import type { Tone } from '../../text/span.ts';
import { span } from '../../text/span.ts';
import { shortSpan, type Zone } from '../../text/time.ts';
import type { Line, Paint } from '../paint.ts';
import { treeLines, waitingText } from '../panes.ts';
import { LiveRegion, type RegionOutput } from './live-region.ts';

/** Shows the progress of an execution to the user. */
export interface FollowView {
  tree(tree: ExecutionTree): void;
  log(job: string, kind: 'line' | 'mark', text: string): void;
  note(text: string, tone?: Tone): void;
  /** Shows a question; undefined removes it. */
  question(text: string | undefined): void;
  /** Stops drawing and leaves the last lines on the screen. */
  end(): void;
}

/** What a view needs. */
export interface ViewOptions {
  readonly output: RegionOutput;
  readonly paint: Paint;
  readonly clock: Clock;
  /** The current time by the server's clock. */
  readonly now: () => number;
  /** For how long the server has been silent. */
  readonly silentForMs: () => number | undefined;
  readonly zone: Zone;
  /** Whether to draw the tree with ASCII characters only. The output converts all other text. */
  readonly ascii: boolean;
}

const TICK_MS = 1_000;
/** A working server is heard more often than this. */
const STALE_MS = 20_000;

/** For a terminal: draws the tree in place, and prints logs above it. */
export function liveView(options: ViewOptions): FollowView {
  const { output, paint, clock, now, zone, ascii, silentForMs } = options;
  const region = new LiveRegion(output, paint);
  let tree: ExecutionTree | undefined;
  let question: string | undefined;
  const draw = () => {
    const asked: Line[] = question === undefined ? [] : [[span(` ${question}`, 'strong')]];
    if (tree === undefined) return region.show(asked);
    const details = { tree, functions: new Map(), others: [], now: now(), zone, ascii };
    const waiting = waitingText(details);
    const why = waiting ? [[span(sanitize(` waiting on: ${waiting.text}`), waiting.tone)]] : [];
    // The question comes first, so that it shows even above a long tree.
    const silent = silentForMs() ?? 0;
    const stale =
      silent < STALE_MS
        ? []
        : [[span(` stale ${shortSpan(silent)}: the server does not answer`, 'bad')]];
    const width = (output.columns ?? 80) - 1;
    return region.show([...asked, ...treeLines(details, width), ...why, ...stale]);
  };
  let cancelTick = clock.after(TICK_MS, tick);
  function tick(): void {
    draw();
    cancelTick = clock.after(TICK_MS, tick);
  }
  return {
    tree(newest) {
      tree = newest;
      draw();
    },
    log: (job, kind, text) => region.print(logLine(paint, job, kind, text)),
    note: (text, tone) => region.print(paint(span(sanitize(text), tone))),
    question(text) {
      question = text;
      draw();
    },
    end() {
      cancelTick();
      question = undefined;
      draw();
    },
  };
}

/** For other outputs: prints a line for each change of a phase, and the logs between them. */
export function plainView({ output, paint }: Pick<ViewOptions, 'output' | 'paint'>): FollowView {
  const known = new Map<string, string>();
  const print = (line: string) => output.write(`${line}\n`);
  const visit = (node: ExecutionTreeNode) => {
    if (node.kind !== 'Attempt' && known.get(node.key) !== node.phase) {
      known.set(node.key, node.phase);
      const what = `${node.kind.toLowerCase()} ${sanitize(node.name)}`;
      const message = node.message === '' ? '' : `: ${sanitize(node.message)}`;
      print(`${what} ${paint(span(sanitize(node.phase), phaseTone(node.phase)))}${message}`);
    }
    for (const child of node.children) visit(child);
  };
  return {
    tree: (tree) => visit(tree.root()),
    log: (job, kind, text) => print(logLine(paint, job, kind, text)),
    note: (text, tone) => print(paint(span(sanitize(text), tone))),
    question: (text) => text !== undefined && print(text),
    end: () => undefined,
  };
}

function logLine(paint: Paint, job: string, kind: 'line' | 'mark', text: string): string {
  const lead = paint(span(`${sanitize(job)} │ `, 'muted'));
  // Only the follower cuts long lines, and says so. Lines above the region scroll and wrap.
  return lead + paint(kind === 'mark' ? span(sanitize(text), 'muted') : span(plainLine(text)));
}

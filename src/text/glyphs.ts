import type { Phase } from '../api/phase.ts';
import type { Tone } from './span.ts';

/** Marks that stand before words; `--ascii` has its own set. */
export interface Glyphs {
  readonly phases: Readonly<Record<string, string>>;
  readonly unknown: string;
  readonly human: string;
  readonly job: string;
  readonly attempt: string;
  readonly folded: string;
  readonly unfolded: string;
  readonly branch: string;
  readonly lastBranch: string;
  readonly trunk: string;
  /** A bar: a whole cell, the parts of one from none upwards, and what is not reached yet. */
  readonly full: string;
  readonly parts: readonly string[];
  readonly empty: string;
  readonly live: string;
  readonly ascending: string;
  readonly descending: string;
  readonly ruled: string;
  readonly crumb: string;
  readonly cursor: string;
}

export const UNICODE: Glyphs = {
  phases: {
    Pending: '○',
    Executing: '●',
    Suspended: '◐',
    Backoff: '↻',
    Completed: '✔',
    Failed: '✖',
    Canceled: '⊘',
    Skipped: '»',
  },
  unknown: '?',
  human: '◆',
  job: '▪',
  attempt: '↺',
  folded: '▸',
  unfolded: '▾',
  branch: '├ ',
  lastBranch: '└ ',
  trunk: '│ ',
  full: '━',
  parts: ['', '╸'],
  empty: '─',
  live: '●',
  ascending: '↑',
  descending: '↓',
  ruled: '─',
  crumb: '›',
  cursor: '▌',
};

export const ASCII: Glyphs = {
  phases: {
    Pending: 'o',
    Executing: '>',
    Suspended: '=',
    Backoff: '~',
    Completed: '+',
    Failed: 'x',
    Canceled: '-',
    Skipped: '/',
  },
  unknown: '?',
  human: '!',
  job: '#',
  attempt: '~',
  folded: '>',
  unfolded: 'v',
  branch: '|-',
  lastBranch: '`-',
  trunk: '| ',
  full: '#',
  parts: [''],
  empty: '.',
  live: '*',
  ascending: '^',
  descending: 'v',
  ruled: '-',
  crumb: '>',
  cursor: '>',
};

const TONES: Readonly<Record<string, Tone>> = {
  Pending: 'muted',
  Executing: 'busy',
  Suspended: 'wait',
  Backoff: 'warn',
  Completed: 'good',
  Failed: 'bad',
  Canceled: 'off',
  Skipped: 'off',
};

/** The tone of a phase. An unknown phase is shown as written, without a claim. */
export function phaseTone(phase: Phase): Tone {
  return (Object.hasOwn(TONES, phase) && TONES[phase]) || 'text';
}

export function phaseGlyph(phase: Phase, glyphs: Glyphs): string {
  return (Object.hasOwn(glyphs.phases, phase) && glyphs.phases[phase]) || glyphs.unknown;
}

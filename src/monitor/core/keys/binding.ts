import type { PaneId } from '../layout.ts';
import type { State } from '../state.ts';
import type { Step } from '../step.ts';

/** Under which heading a key stands in the help. */
export const HEADINGS = ['Navigation', 'View', 'Actions', 'General'] as const;
export type Heading = (typeof HEADINGS)[number];

/** A key, and the one or two words that the footer has for it. */
export interface KeyHint {
  readonly key: string;
  readonly words: string;
}

/** A key and all that is said and done about it. Help, footer, README and tests come from these. */
export interface Binding {
  readonly keys: readonly string[];
  readonly where: 'everywhere' | readonly PaneId[];
  readonly heading: Heading;
  /** One or two words for the footer; left out of it when absent. */
  readonly hint?: string;
  readonly help: string;
  /** The command that does the same after `:`. */
  readonly command?: string;
  /** Why it is off here and now. */
  readonly disabledReason?: (state: State) => string | undefined;
  readonly run: (state: State) => Step;
}

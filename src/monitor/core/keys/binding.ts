import type { State } from '../state.ts';
import type { Step } from '../step.ts';

/** Under which heading a key stands in the help. */
export const HEADINGS = ['Navigation', 'View', 'Actions', 'General'] as const;
export type Heading = (typeof HEADINGS)[number];

/** A key, and what it does in one or two words, for the footer. */
export interface KeyHint {
  readonly key: string;
  readonly label: string;
}

/**
 * A key and all that is said and done about it. Its owner has it in a list: a pane, an action, or the
 * program. Where it works follows from that. The keymap puts all lists together.
 */
export interface Binding {
  readonly keys: readonly string[];
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

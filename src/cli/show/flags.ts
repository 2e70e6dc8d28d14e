import type { CommandFlags } from '../connection-flags.ts';

/** The flags of `kontinue show`. */
export interface ShowFlags extends CommandFlags {
  readonly output: 'page' | 'table' | 'wide' | 'json' | 'yaml' | 'name';
}

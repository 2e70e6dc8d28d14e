import type { CommandFlags } from '../connection-flags.ts';

/** The flags of `kontinue list`: one for each of the library's ListOptions. */
export interface ListFlags extends CommandFlags {
  readonly function?: string;
  readonly root?: string;
  readonly schedule?: string;
  readonly workerGroup?: string;
  readonly phase?: readonly string[];
  readonly onlyRoot?: boolean;
  readonly selector?: readonly string[];
  readonly output: 'table' | 'wide' | 'json' | 'yaml' | 'name';
}

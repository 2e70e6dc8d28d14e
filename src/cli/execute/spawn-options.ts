import { parseDuration } from '../../api/duration.ts';
import type { SpawnOptions } from '../../client/executions/spawn.ts';
import { labelsOf } from '../labels-flag.ts';
import type { ExecuteFlags } from './flags.ts';

/**
 * The flags as options of the library. Flags that were not given are left out, so that defaults
 * apply.
 */
export function spawnOptions(flags: ExecuteFlags): SpawnOptions {
  return {
    name: flags.name,
    dryRun: flags.dryRun,
    labels: flags.label && labelsOf(flags.label),
    mutex: flags.mutex === undefined ? undefined : { name: flags.mutex },
    retry: omitUndefined({
      retries: count(flags.retries),
      backoff: duration('--backoff', flags.backoff),
      childPolicy: flags.childPolicy,
    }),
    timeout: omitUndefined({
      overall: duration('--timeout', flags.timeout),
      attempt: duration('--attempt-timeout', flags.attemptTimeout),
    }),
    ttl: omitUndefined({
      archiveAfter: duration('--archive-after', flags.archiveAfter),
      deleteAfter: duration('--delete-after', flags.deleteAfter),
    }),
  };
}

type Given<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };

/** The entries that have a value; undefined if none has. */
function omitUndefined<T extends object>(parts: T): Given<T> | undefined {
  const entries = Object.entries(parts).filter(([, value]) => value !== undefined);
  return entries.length === 0 ? undefined : (Object.fromEntries(entries) as Given<T>);
}

function count(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text) && Number.isSafeInteger(Number(text))) return Number(text);
  throw new Error(`--retries takes a number from 0 up, not ${text}`);
}

function duration(flag: string, text: string | undefined): string | undefined {
  if (text === undefined || parseDuration(text) !== undefined) return text;
  throw new Error(`${flag} takes a duration such as 30s, 1h30m or 7d, not ${text}`);
}

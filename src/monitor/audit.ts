import { appendFile, mkdir } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { stringifyJson } from '../json/stringify.ts';
import type { Environment } from '../kube/connection/environment.ts';
import type { InterventionRequest } from './core/actions/request.ts';
import { writeProblem } from './write-problem.ts';

/** An execution that was started, which only a command does. */
export interface StartRequest {
  readonly action: 'execute';
  /** What was started. Without a name if one was to be generated, and the write failed. */
  readonly target: {
    readonly kind: 'Execution';
    readonly namespace: string;
    readonly name: string;
    readonly uid: string;
  };
  readonly function: string;
}

/** What the monitor or a command writes. */
export type WriteRequest = InterventionRequest | StartRequest;

/**
 * `partial`: a part of it was done, such as the object that was named, but not all below it. `unknown`:
 * no answer came to what was sent, so it may have been done or not.
 */
export type AuditOutcome = 'done' | 'partial' | 'failed' | 'unknown';

/** Who did what, when, why, and how it ended: one line of the audit. */
export interface AuditEntry {
  readonly at: string;
  readonly user: string;
  readonly context: string;
  readonly server: string;
  readonly request: WriteRequest;
  readonly outcome: AuditOutcome;
  readonly message: string;
}

/** Keeps the record of every write. */
export interface Audit {
  record(entry: AuditEntry): Promise<void>;
}

/** Where the record stands: in the file that was named, or in a user's own by the XDG rules. */
export function auditPath(named: string | undefined, { variables, home }: Environment): string {
  if (named) return named;
  const { XDG_STATE_HOME = '' } = variables;
  // The XDG rules ignore a path that is not absolute.
  const state = isAbsolute(XDG_STATE_HOME) ? XDG_STATE_HOME : join(home, '.local', 'state');
  return join(state, 'kontinue', 'audit.jsonl');
}

/**
 * An audit in a file of JSON lines, made with its folder when the first line is written. Only its
 * owner may read it.
 */
export function auditFile(path: string): Audit {
  return {
    async record(entry) {
      try {
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
        await appendFile(path, `${stringifyJson(entry)}\n`, { mode: 0o600 });
      } catch (cause) {
        throw new Error(`${path} cannot be written: ${writeProblem(cause)}`, { cause });
      }
    },
  };
}

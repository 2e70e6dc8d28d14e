import { appendFile, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { stringifyJson } from '../json/stringify.ts';
import type { InterventionRequest } from './core/interventions/request.ts';

/** Who did what, when, why, and how it ended: one line of the audit. */
export interface AuditEntry {
  readonly at: string;
  readonly user: string;
  readonly context: string;
  readonly server: string;
  readonly request: InterventionRequest;
  readonly outcome: 'done' | 'failed';
  readonly words: string;
}

/** Keeps the record of every write. */
export interface Audit {
  record(entry: AuditEntry): Promise<void>;
}

/** An audit in a file of JSON lines, made with its folder when the first line is written. */
export function auditFile(path: string): Audit {
  return {
    async record(entry) {
      await mkdir(dirname(path), { recursive: true });
      await appendFile(path, `${stringifyJson(entry)}\n`, { mode: 0o600 });
    },
  };
}

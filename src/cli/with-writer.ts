import type { Client } from '../client/client.ts';
import type { Environment } from '../kube/connection/environment.ts';
import { auditFile, auditPath, type WriteRequest } from '../monitor/audit.ts';
import { type RecordedOutcome, recordWrite } from '../monitor/recorded-write.ts';
import { sanitize } from '../text/sanitize.ts';
import type { CommandFlags } from './connection-flags.ts';
import { Interruption } from './interruption.ts';
import { withClient } from './with-client.ts';

/** A client whose writes are recorded as those of the monitor. */
export interface Writer {
  /** Its calls end with the first interrupt. */
  readonly client: Client;
  /** Who the server takes the user for; empty if that is not known. */
  user(): Promise<string>;
  /**
   * Makes a write, and records it in the audit. What could not be recorded is told, on standard error
   * unless given. Throws what the write throws.
   */
  write<T extends RecordedOutcome>(
    request: WriteRequest,
    write: (user: string) => Promise<T>,
    tell?: (note: string) => void,
  ): Promise<T>;
  /** From now on interrupts are the command's own affair. Gives a client that they do not end. */
  releaseInterrupts(): Client;
}

/**
 * Runs a command that may write. An interrupt ends its requests rather than the process, so that the
 * audit tells of what was under way; a second one ends the process.
 */
export async function withWriter<T>(
  flags: CommandFlags,
  environment: Environment,
  host: NodeJS.Process,
  run: (writer: Writer) => Promise<T>,
): Promise<T> {
  const interruption = new Interruption(host);
  const tellOnStderr = (note: string) => host.stderr.write(`kontinue: ${sanitize(note)}\n`);
  const audit = auditFile(auditPath(flags.audit, environment));
  try {
    return await withClient(flags, environment, host, (unbound, connection) => {
      const { contextName: context, server, userName } = connection;
      const client = unbound.withSignal(interruption.signal);
      // Asked once, beside what the command reads first. Who may not ask goes by the kubeconfig's name.
      const asked = client.whoAmI().then(
        (identity) => identity?.username || userName,
        () => userName,
      );
      return run({
        client,
        user: () => asked,
        async write(request, write, tell = tellOnStderr) {
          const user = await asked;
          const on = { client: unbound, audit, user: () => user, context, server };
          const recorded = await recordWrite(on, request, () => write(user));
          for (const note of recorded.notes) tell(note);
          if (recorded.kind === 'failed') throw recorded.error;
          return recorded.outcome;
        },
        releaseInterrupts() {
          interruption.ignore();
          return unbound;
        },
      });
    });
  } catch (error) {
    throw interruption.explain(error);
  } finally {
    interruption.ignore();
  }
}

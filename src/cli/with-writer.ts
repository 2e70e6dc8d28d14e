import type { Client } from '../client/client.ts';
import type { Environment } from '../kube/connection/environment.ts';
import { auditFile, auditPath, type WriteRequest } from '../monitor/audit.ts';
import { type RecordedOutcome, recordWrite } from '../monitor/recorded-write.ts';
import { sanitize } from '../text/sanitize.ts';
import type { CommandFlags } from './connection-flags.ts';
import { Interruption } from './interruption.ts';
import { withClient } from './with-client.ts';

/** A client whose writes are audited, as in the monitor. */
export interface Writer {
  /** A client whose calls end with the first interrupt. */
  readonly client: Client;
  /** The user as whom the server knows this client; empty if unknown. */
  user(): Promise<string>;
  /**
   * Makes a write and records it in the audit. `tell` gets what could not be recorded; default: it
   * is printed on standard error. Throws the error of the write.
   */
  write<T extends RecordedOutcome>(
    request: WriteRequest,
    write: (user: string) => Promise<T>,
    tell?: (note: string) => void,
  ): Promise<T>;
  /** Leaves interrupts to the command. Returns a client that they do not end. */
  releaseInterrupts(): Client;
}

/**
 * Runs a command that may write. An interrupt ends its requests instead of the process, so that the
 * audit records the write under way. A second one ends the process.
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
      // Asked once, together with the command's first read. If the server does not tell, the name
      // from the kubeconfig is used.
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

import { spawn } from 'node:child_process';
import type { Clock } from './clock.ts';
import type { RunInteractive } from './connection-options.ts';
import type { Proof, ProofSource } from './credentials.ts';
import { KubeError } from './errors.ts';
import { type Entry, entriesOf, entryOf, textOf } from './kubeconfig.ts';
import { pluginWords } from './words.ts';

/** A credential plugin, as a kubeconfig describes it. */
export interface PluginOptions {
  readonly exec: Entry;
  /** What the plugin is told about the cluster, if it asked for that. */
  readonly cluster: Entry;
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly runInteractive: RunInteractive | undefined;
  readonly clock: Clock;
}

/** A plugin that takes longer hangs: most likely it waits for a person. */
const DEADLINE_MS = 60_000;
/** A proof is renewed this long before it expires, so that it does not expire on the way. */
const LEEWAY_MS = 10_000;
const OUTPUT_CAP = 1024 * 1024;

interface Obtained {
  readonly proof: Proof;
  readonly expiresAt: number;
}

/**
 * Proofs from a credential plugin: run once for all who wait, kept until ten seconds before they
 * expire, or until the server refuses them.
 */
export function pluginProof(options: PluginOptions): ProofSource {
  let held: Obtained | undefined;
  let running: Promise<Obtained> | undefined;
  return {
    async get(signal) {
      if (held && options.clock.now() < held.expiresAt - LEEWAY_MS) return held.proof;
      running ??= obtain(options).finally(() => {
        running = undefined;
      });
      held = await unlessAborted(running, signal);
      return held.proof;
    },
    invalidate(proof) {
      if (held?.proof === proof) held = undefined;
      return true;
    },
  };
}

async function obtain(options: PluginOptions): Promise<Obtained> {
  const command = textOf(options.exec, 'command') ?? '';
  const interactive = textOf(options.exec, 'interactiveMode') === 'Always';
  if (interactive && !options.runInteractive) {
    throw new KubeError('Credentials', pluginWords.interactive(command));
  }
  const run = () => runPlugin(options, command, interactive);
  const output = await (interactive && options.runInteractive
    ? options.runInteractive(run)
    : run());
  return readOutput(command, output);
}

function runPlugin(options: PluginOptions, command: string, interactive: boolean): Promise<string> {
  const args = Array.isArray(options.exec.args) ? options.exec.args.map(String) : [];
  const child = spawn(command, args, {
    env: pluginEnvironment(options, interactive),
    stdio: [interactive ? 'inherit' : 'ignore', 'pipe', interactive ? 'inherit' : 'pipe'],
  });
  let output = '';
  let complaints = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    if (output.length < OUTPUT_CAP) output += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaints = (complaints + text).slice(-500);
  });
  return new Promise((resolve, reject) => {
    const fail = (words: string, cause?: unknown) =>
      reject(new KubeError('Credentials', words, { cause }));
    const disarm = options.clock.after(interactive ? DEADLINE_MS * 10 : DEADLINE_MS, () => {
      child.kill('SIGKILL');
      child.stdout?.destroy();
      child.stderr?.destroy();
      fail(pluginWords.hanging(command, DEADLINE_MS));
    });
    child.once('error', (error: NodeJS.ErrnoException) => {
      disarm();
      if (error.code === 'ENOENT') {
        fail(pluginWords.missing(command, textOf(options.exec, 'installHint')), error);
      } else fail(pluginWords.failed(command, error.code ?? 'error', error.message), error);
    });
    child.once('close', (code, signal) => {
      disarm();
      if (code === 0) resolve(output);
      else fail(pluginWords.failed(command, code ?? signal ?? '?', complaints.trim()));
    });
  });
}

function pluginEnvironment(options: PluginOptions, interactive: boolean): NodeJS.ProcessEnv {
  const added: Record<string, string> = {};
  for (const variable of entriesOf(options.exec, 'env')) {
    added[textOf(variable, 'name') ?? ''] = textOf(variable, 'value') ?? '';
  }
  const withCluster = options.exec.provideClusterInfo === true;
  const info = {
    apiVersion: textOf(options.exec, 'apiVersion'),
    kind: 'ExecCredential',
    spec: { interactive, ...(withCluster ? { cluster: options.cluster } : {}) },
  };
  return { ...options.variables, ...added, KUBERNETES_EXEC_INFO: JSON.stringify(info) };
}

/** A token, a certificate, or both, with the moment they expire. */
function readOutput(command: string, output: string): Obtained {
  let status: Entry = {};
  try {
    status = entryOf(JSON.parse(output) as Entry, 'status');
  } catch {
    // No JSON is no credential, and is told so below. What was printed may hold a secret.
  }
  const token = textOf(status, 'token');
  const cert = textOf(status, 'clientCertificateData');
  const key = textOf(status, 'clientKeyData');
  if (token === undefined && (cert === undefined || key === undefined)) {
    throw new KubeError('Credentials', pluginWords.unreadable(command));
  }
  const expiresAt = Date.parse(textOf(status, 'expirationTimestamp') ?? '');
  const proof = {
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(cert === undefined || key === undefined ? {} : { cert, key }),
  };
  return { proof, expiresAt: Number.isNaN(expiresAt) ? Number.POSITIVE_INFINITY : expiresAt };
}

/** Stops waiting when `signal` is aborted; the plugin goes on for the others. */
function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

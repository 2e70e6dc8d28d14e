import { spawn } from 'node:child_process';
import type { Clock } from '../clock.ts';
import { KubeError } from '../errors.ts';
import { pluginMessages } from '../messages.ts';
import { type Entry, entriesOf, textOf } from './kubeconfig.ts';

/** One run of a credential plugin. */
export interface PluginRun {
  readonly exec: Entry;
  /** What the plugin gets to know about the cluster, if it asked for that. */
  readonly cluster: Entry;
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Whether the plugin has the terminal, never gets it, or gets it in a second run if it needs it. */
  readonly terminal: 'lent' | 'none' | 'onDemand';
  /** Hears what it says on standard error, as it comes. Default: it is kept for the error alone. */
  readonly onMessage?: ((text: string) => void) | undefined;
  /** Ends it. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

/** A plugin that takes longer hangs: most likely it waits for a user. */
const DEADLINE_MS = 60_000;
/** A user may have to find a phone first. */
const USER_MS = 600_000;
/** A plugin that prints to standard error and does not end within this time talks to a user. */
const SPEAKING_MS = 3_000;
const OUTPUT_CAP = 1024 * 1024;
/** Of what it says on standard error, the end is kept. */
const COMPLAINTS_CAP = 16 * 1024;

/** Why a plugin gave nothing, and whether it might work with a user at the terminal. */
export class PluginFailure extends Error {
  readonly error: KubeError;
  readonly mayNeedUser: boolean;

  constructor(message: string, mayNeedUser: boolean, cause?: unknown) {
    super(message);
    this.error = new KubeError('Credentials', message, { cause, renewable: true });
    this.mayNeedUser = mayNeedUser;
  }
}

/** Runs a plugin to its end, and gives what it printed. Fails with a `PluginFailure`. */
export function runPlugin(run: PluginRun): Promise<string> {
  const { exec, clock, signal } = run;
  const command = textOf(exec, 'command') ?? '';
  const args = Array.isArray(exec.args) ? exec.args.map(String) : [];
  const isInteractive = run.terminal === 'lent';
  const child = spawn(command, args, {
    env: pluginEnvironment(run),
    stdio: [isInteractive ? 'inherit' : 'ignore', 'pipe', isInteractive ? 'inherit' : 'pipe'],
  });
  let output = '';
  let complaints = '';
  return new Promise((resolve, reject) => {
    const timers = new Set<() => void>();
    const settle = () => {
      for (const disarm of timers) disarm();
      signal.removeEventListener('abort', onAbort);
    };
    const giveUp = (failure: unknown) => {
      settle();
      child.kill('SIGKILL');
      child.stdout?.destroy();
      child.stderr?.destroy();
      reject(failure);
    };
    const hangs = (ms: number) => () =>
      giveUp(new PluginFailure(pluginMessages.hanging(command, ms), true));
    const onAbort = () => giveUp(signal.reason);
    const deadline = isInteractive ? USER_MS : DEADLINE_MS;
    let disarmDeadline = clock.after(deadline, hangs(deadline));
    timers.add(() => disarmDeadline());
    // A user who has to do something, such as type a code into a browser, takes time.
    const extend = () => {
      disarmDeadline();
      disarmDeadline = clock.after(USER_MS, hangs(USER_MS));
    };
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();

    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      if (output.length < OUTPUT_CAP) output += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      const first = complaints === '';
      run.onMessage?.(text);
      complaints = (complaints + text).slice(-COMPLAINTS_CAP);
      if (first && run.onMessage && !isInteractive) extend();
      if (!first || run.terminal !== 'onDemand') return;
      timers.add(clock.after(SPEAKING_MS, hangs(SPEAKING_MS)));
    });
    child.once('error', (error: NodeJS.ErrnoException) => {
      settle();
      reject(new PluginFailure(startErrorMessage(exec, command, error), false, error));
    });
    child.once('close', (code, killedBy) => {
      settle();
      if (code === 0) resolve(output);
      else {
        // What has been heard already is not said twice.
        const said = run.onMessage ? '' : complaints;
        const message = pluginMessages.failed(command, code ?? killedBy ?? '?', said);
        reject(new PluginFailure(message, true));
      }
    });
  });
}

function startErrorMessage(exec: Entry, command: string, error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') return pluginMessages.missing(command, textOf(exec, 'installHint'));
  return pluginMessages.unstartable(command, error.code ?? error.message);
}

function pluginEnvironment({ exec, variables, cluster, terminal }: PluginRun): NodeJS.ProcessEnv {
  const added: Record<string, string> = {};
  for (const variable of entriesOf(exec, 'env')) {
    added[textOf(variable, 'name') ?? ''] = textOf(variable, 'value') ?? '';
  }
  const clusterInfo = exec.provideClusterInfo === true ? { cluster } : {};
  const info = {
    apiVersion: textOf(exec, 'apiVersion'),
    kind: 'ExecCredential',
    spec: { interactive: terminal === 'lent', ...clusterInfo },
  };
  return { ...variables, ...added, KUBERNETES_EXEC_INFO: JSON.stringify(info) };
}

import { KubeError } from '../errors.ts';
import { pluginMessages } from '../messages.ts';
import type { RunInteractive } from './connection-options.ts';
import {
  bearerCredential,
  type Credential,
  type CredentialProvider,
  unlessAborted,
} from './credentials.ts';
import { type Entry, entryOf, textOf } from './kubeconfig.ts';
import { LoginBackoff } from './login-backoff.ts';
import { PluginFailure, type PluginRun, runPlugin } from './plugin-process.ts';

/** A credential plugin, as a kubeconfig describes it. */
export interface PluginOptions extends Omit<PluginRun, 'terminal'> {
  readonly runInteractive: RunInteractive | undefined;
}

/** A proof is renewed this long before it expires, so that it does not expire on the way. */
const LEEWAY_MS = 10_000;
/** A user who did not log in is not asked again for this long. */
const UNDISTURBED_MS = 60_000;

interface Obtained {
  readonly proof: Credential;
  readonly expiresAt: number;
}

/**
 * Proofs from a credential plugin: run once for all who wait, kept until ten seconds before they
 * expire, or until the server refuses them.
 */
export function pluginCredential(options: PluginOptions): CredentialProvider {
  const login = new InteractiveLogin(options);
  const backoff = new LoginBackoff({
    logIn: () => obtain(options, login),
    clock: options.clock,
    signal: options.signal,
    hasUser: options.runInteractive !== undefined,
  });
  let held: Obtained | undefined;
  return {
    async get(signal) {
      if (held && options.clock.now() < held.expiresAt - LEEWAY_MS) return held.proof;
      held = await unlessAborted(backoff.logIn(), signal);
      return held.proof;
    },
    invalidate(proof) {
      if (held?.proof !== proof) return true;
      held = undefined;
      const command = textOf(options.exec, 'command') ?? '';
      backoff.refused(
        new KubeError('Credentials', pluginMessages.refused(command), { renewable: true }),
      );
      return true;
    },
    retryNow() {
      backoff.forgive();
      login.forgive();
    },
  };
}

/**
 * A plugin that needs the user (interactiveMode: Always) gets the terminal. One that may use it
 * (IfAvailable) is tried without first, since most only read what the last login left: the user is
 * asked when it fails, hangs, or goes on speaking.
 */
async function obtain(options: PluginOptions, login: InteractiveLogin): Promise<Obtained> {
  const mode = textOf(options.exec, 'interactiveMode') ?? 'IfAvailable';
  try {
    if (mode === 'Always') return await login.run();
    const onCall = mode === 'IfAvailable' && login.isPossible;
    try {
      return read(
        options.exec,
        await runPlugin({ ...options, terminal: onCall ? 'onDemand' : 'none' }),
      );
    } catch (error) {
      const called = onCall && error instanceof PluginFailure && error.mayNeedUser;
      if (!called) throw error;
      return await login.run();
    }
  } catch (error) {
    throw error instanceof PluginFailure ? error.error : error;
  }
}

/** Runs the plugin with the terminal, if a user is at it. Limits how often the user is asked. */
class InteractiveLogin {
  readonly #options: PluginOptions;
  #failed: { readonly error: unknown; readonly at: number } | undefined;

  constructor(options: PluginOptions) {
    this.#options = options;
  }

  /** Whether a user is there and may be asked now. */
  get isPossible(): boolean {
    const { runInteractive, clock } = this.#options;
    const left = clock.now() - (this.#failed?.at ?? Number.NEGATIVE_INFINITY);
    return runInteractive !== undefined && left >= UNDISTURBED_MS;
  }

  /** The user asks for another try. */
  forgive(): void {
    this.#failed = undefined;
  }

  async run(): Promise<Obtained> {
    const { runInteractive, exec, clock } = this.#options;
    if (runInteractive === undefined) {
      const message = pluginMessages.interactive(textOf(exec, 'command') ?? '');
      throw new KubeError('Credentials', message);
    }
    if (!this.isPossible) throw this.#failed?.error;
    try {
      const run = () => runPlugin({ ...this.#options, terminal: 'lent' });
      return read(exec, await runInteractive(run));
    } catch (error) {
      this.#failed = { error, at: clock.now() };
      throw error;
    }
  }
}

/** A token, a certificate, or both, with the moment they expire. */
function read(exec: Entry, output: string): Obtained {
  const command = textOf(exec, 'command') ?? '';
  let status: Entry = {};
  try {
    status = entryOf(JSON.parse(output) as Entry, 'status');
  } catch {
    // No JSON is no credential, which is reported below. What was printed may hold a secret.
  }
  const token = textOf(status, 'token');
  const cert = textOf(status, 'clientCertificateData');
  const key = textOf(status, 'clientKeyData');
  if (token === undefined && (cert === undefined || key === undefined)) {
    throw new PluginFailure(pluginMessages.unreadable(command), true);
  }
  const expiresAt = Date.parse(textOf(status, 'expirationTimestamp') ?? '');
  const proof = {
    ...(token === undefined ? {} : bearerCredential(token, `the credential plugin ${command}`)),
    ...(cert === undefined || key === undefined ? {} : { cert, key }),
  };
  return { proof, expiresAt: Number.isNaN(expiresAt) ? Number.POSITIVE_INFINITY : expiresAt };
}

import { homedir } from 'node:os';

/** What the process was started with, as far as connecting to a cluster depends on it (ours). */
export interface Environment {
  /** Such as KUBECONFIG and HTTPS_PROXY. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Where `.kube/config` is looked for. */
  readonly home: string;
}

/** Reads the process environment, once: everything below is handed the result. */
export function readEnvironment(): Environment {
  return { variables: { ...process.env }, home: homedir() };
}

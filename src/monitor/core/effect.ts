import type { InterventionRequest } from './actions/request.ts';
import type { Permission } from './permissions.ts';

/** Something to be done outside, once; its outcome comes back as a message. */
export type Effect = TerminalEffect | ClusterEffect;

/** Done by the terminal, whether there is a connection or not. */
export type TerminalEffect =
  | { readonly kind: 'quit' }
  | { readonly kind: 'suspendToShell' }
  | { readonly kind: 'redraw' }
  | { readonly kind: 'copy'; readonly text: string; readonly what: string };

/** Done over the connection to the cluster. */
export type ClusterEffect =
  | { readonly kind: 'reconnect' }
  | {
      readonly kind: 'learnPermissions';
      readonly namespace: string;
      readonly permissions: readonly Permission[];
    }
  | {
      readonly kind: 'check';
      readonly id: number;
      readonly revision: number;
      readonly request: InterventionRequest;
    }
  | {
      readonly kind: 'intervene';
      readonly id: number;
      readonly request: InterventionRequest;
    }
  | {
      /** Fetch an object whole and show it as YAML. */
      readonly kind: 'readYaml';
      readonly key: string;
      readonly of: 'Execution' | 'Suspension' | 'Job';
      readonly namespace: string;
      readonly name: string;
    };

const TERMINAL_KINDS: Readonly<Record<TerminalEffect['kind'], true>> = {
  quit: true,
  suspendToShell: true,
  redraw: true,
  copy: true,
};

/** Whether the terminal does it. What it does not do, the cluster does. */
export function isTerminalEffect(effect: Effect): effect is TerminalEffect {
  return Object.hasOwn(TERMINAL_KINDS, effect.kind);
}

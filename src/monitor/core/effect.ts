import type { InterventionRequest } from './actions/request.ts';

/** Something to be done outside, once; its outcome comes back as a message. */
export type Effect =
  | { readonly kind: 'quit' }
  | { readonly kind: 'suspendToShell' }
  | { readonly kind: 'redraw' }
  | { readonly kind: 'copy'; readonly text: string; readonly what: string }
  | { readonly kind: 'reconnect' }
  | { readonly kind: 'learnRights'; readonly namespace: string }
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

import type { Clock, Random } from './clock.ts';
import type { Transport } from './transport.ts';

/** What a connectivity needs. */
export interface ConnectivityOptions {
  readonly transport: Transport;
  readonly clock?: Clock | undefined;
  readonly random?: Random | undefined;
}

/**
 * Whether one API server can be reached, found out once for all who watch it: one probe, not one
 * per watch. Make one per transport and hand it to every reflector.
 */
export class Connectivity {
  constructor(_options: ConnectivityOptions) {}
}

import { badRequest, type StatusError } from '../status.ts';

/** Where a list goes on: behind this key, in the list as it was at this version. */
export interface Place {
  /** Undefined: the snapshot expired, and the rest is read from the present. */
  readonly version: number | undefined;
  readonly after: string;
}

const FORMAT = 'meta.k8s.io/v1';
const INCONSISTENT = -1;

/** A continue token. */
export function continueToken({ version, after }: Place): string {
  const token = { v: FORMAT, rv: version ?? INCONSISTENT, start: after };
  return Buffer.from(JSON.stringify(token)).toString('base64url');
}

/** The place that a continue token names. */
export function placeOf(token: string): Place {
  const { v, rv, start } = read(token);
  if (v !== FORMAT || typeof rv !== 'number' || typeof start !== 'string') {
    throw invalidToken('it was not made by this server');
  }
  return { version: rv === INCONSISTENT ? undefined : rv, after: start };
}

function read(token: string): { v?: unknown; rv?: unknown; start?: unknown } {
  try {
    return JSON.parse(Buffer.from(token, 'base64url').toString('utf8')) ?? {};
  } catch (error) {
    throw invalidToken(error instanceof Error ? error.message : String(error));
  }
}

function invalidToken(why: string): StatusError {
  return badRequest(`invalid continue token: continue key is not valid: ${why}`);
}

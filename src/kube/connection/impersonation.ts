import { KubeError } from '../errors.ts';
import { encodePart } from '../http/paths.ts';
import { configMessages } from '../messages.ts';
import type { ConnectionOptions } from './connection-options.ts';
import { type Entry, entryOf, textOf } from './kubeconfig.ts';

/** The headers that ask the server to act as another user, from flags or the kubeconfig user. */
export function impersonationHeaders(
  options: ConnectionOptions,
  user: Entry,
): Record<string, string | string[]> {
  const name = options.as ?? textOf(user, 'as');
  const uid = options.asUid ?? textOf(user, 'as-uid');
  const groups = options.asGroup?.length ? options.asGroup : textsOf(user['as-groups']);
  const extras = Object.entries(options.asUserExtra ?? entryOf(user, 'as-user-extra'));
  if (name === undefined) {
    if (uid === undefined && groups.length === 0 && extras.length === 0) return {};
    throw new KubeError('Config', configMessages.groupsWithoutUser);
  }
  const headers: Record<string, string | string[]> = { 'Impersonate-User': inHeader(name) };
  if (uid !== undefined) headers['Impersonate-Uid'] = inHeader(uid);
  if (groups.length > 0) headers['Impersonate-Group'] = groups.map(inHeader);
  for (const [key, values] of extras) {
    headers[`Impersonate-Extra-${escapeKey(key.toLowerCase())}`] = textsOf(values).map(inHeader);
  }
  return headers;
}

/** A key may hold signs that no header's name does. */
function escapeKey(key: string): string {
  return encodePart(key).replace(/[()]/g, (sign) => (sign === '(' ? '%28' : '%29'));
}

/** The server reads UTF-8, and Node writes a character as a byte. */
function inHeader(text: string): string {
  if (/\p{Cc}/u.test(text)) throw new KubeError('Config', configMessages.badImpersonation);
  return Buffer.from(text, 'utf8').toString('latin1');
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

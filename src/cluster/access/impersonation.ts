import type { IncomingMessage } from 'node:http';
import { badRequest } from '../status.ts';
import type { User } from '../user.ts';
import { type AccessRequest, ANONYMOUS, isAllowed, refusal } from './rbac.ts';
import type { Tokens } from './tokens.ts';

/** Who a request acts as, with what only an impersonated user has. */
export interface Identity extends User {
  readonly uid?: string;
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

/** Whom the Impersonate- headers of a request name. */
interface Wanted {
  readonly name: string;
  readonly groups: readonly string[];
  readonly uid: string;
  readonly extra: Readonly<Record<string, readonly string[]>>;
}

const EXTRA = 'impersonate-extra-';
const SERVICE_ACCOUNT = /^system:serviceaccount:([^:]+):([^:]+)$/;

/**
 * Who a request acts as: who sends it or, if they may, whom its headers name. `target` is what the
 * request is about, a path or an attempt, for the message of a refusal.
 */
export function actingUser(
  request: IncomingMessage,
  tokens: Tokens,
  target: string | AccessRequest,
): Identity {
  const sender = tokens.userOf(request.headers.authorization);
  const wanted = wantedOf(request);
  if (!wanted) return sender;
  if (!attemptsOf(wanted).every((attempt) => isAllowed(sender, attempt))) {
    const what = SERVICE_ACCOUNT.test(wanted.name) ? 'serviceaccount' : 'user-info';
    throw refusal(sender, target, `impersonate-on:${what}:`);
  }
  return identityOf(wanted, tokens.find(wanted.name));
}

function wantedOf({ headersDistinct: headers }: IncomingMessage): Wanted | undefined {
  const [name = ''] = texts(headers['impersonate-user']);
  const groups = texts(headers['impersonate-group']);
  const [uid = ''] = texts(headers['impersonate-uid']);
  const extra = Object.fromEntries(
    Object.entries(headers)
      .filter(([header]) => header.startsWith(EXTRA))
      .map(([header, values]) => [decodeKey(header.slice(EXTRA.length)), texts(values)]),
  );
  if (name !== '') return { name, groups, uid, extra };
  if (groups.length + uid.length + Object.keys(extra).length === 0) return undefined;
  throw badRequest(`requested ${goText(groups, uid, extra)} without impersonating a user name`);
}

/** Names are UTF-8; Node reads a byte of a header as a character. */
function texts(values: readonly string[] = []): readonly string[] {
  return values.map((value) => Buffer.from(value, 'latin1').toString('utf8'));
}

/** What a user must be allowed in order to act as another, part by part. */
function attemptsOf({ name, groups, uid, extra }: Wanted): readonly AccessRequest[] {
  const verb = 'impersonate';
  const authentication = { verb, group: 'authentication.k8s.io' };
  const [, namespace, account] = SERVICE_ACCOUNT.exec(name) ?? [];
  return [
    namespace === undefined
      ? { verb, group: '', resource: 'users', name }
      : { verb, group: '', resource: 'serviceaccounts', namespace, name: account },
    ...groups.map((one) => ({ verb, group: '', resource: 'groups', name: one })),
    ...(uid === '' ? [] : [{ ...authentication, resource: 'uids', name: uid }]),
    ...Object.entries(extra).flatMap(([subresource, values]) =>
      values.map((one) => ({ ...authentication, resource: 'userextras', subresource, name: one })),
    ),
  ];
}

/** Rights come with the name, and with the groups that were asked for: no others. */
function identityOf(wanted: Wanted, known: User | undefined): Identity {
  const { name, uid, extra } = wanted;
  const [, namespace] = SERVICE_ACCOUNT.exec(name) ?? [];
  const own =
    name === ANONYMOUS.name
      ? ANONYMOUS.groups
      : namespace && ['system:serviceaccounts', `system:serviceaccounts:${namespace}`];
  return {
    name,
    groups: wanted.groups.length > 0 || !own ? wanted.groups : own,
    rules: known?.rules ?? [],
    ...(uid === '' ? {} : { uid }),
    ...(Object.keys(extra).length === 0 ? {} : { extra }),
  };
}

function decodeKey(key: string): string {
  try {
    return decodeURIComponent(key);
  } catch (cause) {
    if (cause instanceof URIError) return key;
    throw cause;
  }
}

/** The request as the real server prints it: a Go struct. */
function goText(groups: readonly string[], uid: string, extra: Wanted['extra']): string {
  const list = (values: readonly string[]) =>
    `[]string{${values.map((value) => JSON.stringify(value)).join(', ')}}`;
  const entries = Object.entries(extra).map(([key, values]) => `"${key}":${list(values)}`);
  const map = 'map[string][]string';
  return (
    `&user.DefaultInfo{Name:"", UID:"${uid}", ` +
    `Groups:${groups.length === 0 ? '[]string(nil)' : list(groups)}, ` +
    `Extra:${entries.length === 0 ? `${map}(nil)` : `${map}{${entries.join(', ')}}`}}`
  );
}

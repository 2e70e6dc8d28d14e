/**
 * Every sentence of this layer: what failed, on what, why, and what to do. Nothing here may hold a
 * token, a password or a key.
 */

import type { RequestOutcome } from './http/outcome.ts';

/** Where a request went and as whom. */
export interface Subject {
  readonly server: string;
  readonly contextName: string;
  readonly userName: string;
  /** `GET /api/v1/pods`. */
  readonly what: string;
}

const UNKNOWN_AUTHORITY = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** Why there was no answer, from the code of the network error. */
export function networkMessage(
  subject: Subject,
  code: string,
  detail: string,
  outcome: RequestOutcome = 'none',
): string {
  const { server } = subject;
  const context = subject.contextName === '' ? '' : ` of context ${subject.contextName}`;
  if (UNKNOWN_AUTHORITY.has(code)) {
    return `The certificate of ${server} is signed by an authority that is not trusted here. Check certificate-authority of the cluster${context} in the kubeconfig.`;
  }
  switch (code) {
    case 'ECONNREFUSED':
      return `Nothing listens at ${server} (connection refused). Is the API server running, and is that the right address${context}?`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `The host name of ${server} cannot be resolved. Check the server${context} in the kubeconfig, and the network or VPN.`;
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return `There is no route to ${server}. Check the network or VPN.`;
    case 'CERT_HAS_EXPIRED':
      return `The certificate of ${server} has expired. Its administrator must renew it; check this machine's clock, too.`;
    case 'CERT_NOT_YET_VALID':
      return `The certificate of ${server} is not valid yet. Check this machine's clock.`;
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return `The certificate of ${server} is for another name. Check the server address, or set tls-server-name${context}. (${detail})`;
    case 'EPROTO':
      return `${server} does not speak TLS as expected. Is it an https address, and is the proxy right? (${detail})`;
    case 'ERR_OSSL_X509_KEY_VALUES_MISMATCH':
      return `The client certificate of user ${subject.userName} does not belong to its key. Log in again, or choose another user.`;
    default:
      if (code.startsWith('ERR_OSSL')) {
        return `The client certificate of user ${subject.userName}, or its key, cannot be read: is it whole, and in PEM? (${detail})`;
      }
      if (code.startsWith('ERR_SSL')) {
        return `The TLS handshake with ${server} failed. Check the client certificate of user ${subject.userName}. (${detail})`;
      }
      return brokenMessage(subject, code, outcome);
  }
}

function brokenMessage({ server, what }: Subject, code: string, outcome: RequestOutcome): string {
  const broke = `The connection to ${server} broke during ${what} (${code}).`;
  const isPlain = server.startsWith('http:');
  if (outcome === 'unknown') {
    return lostWriteMessage(isPlain ? `${broke} Is it an https address?` : broke);
  }
  return `${broke} ${isPlain ? 'Is it an https address? If not, try' : 'Try'} again.`;
}

/** No connection in time. */
export function connectTimeoutMessage(subject: Subject, ms: number): string {
  return `${subject.server} cannot be reached: no connection within ${seconds(ms)}. Check the address, the network or VPN.`;
}

/** A connection, but no answer in time. */
export function answerTimeoutMessage(
  subject: Subject,
  ms: number,
  outcome: RequestOutcome = 'none',
): string {
  const silent = `${subject.server} accepted the connection but did not answer ${subject.what} within ${seconds(ms)}. It, or what lies between, may be overloaded`;
  return outcome === 'unknown' ? lostWriteMessage(`${silent}.`) : `${silent}: try again later.`;
}

/** No whole answer within the limit that was asked for. */
export function requestTimeoutMessage(
  subject: Subject,
  ms: number,
  outcome: RequestOutcome = 'none',
): string {
  const silent = `${subject.server} did not answer ${subject.what} within the request timeout of ${seconds(ms)}.`;
  return outcome === 'unknown'
    ? lostWriteMessage(silent)
    : `${silent} Try again later, or allow more.`;
}

/** Requests that wait longer for the rate limit than one may take. */
export function rateLimitMessage(subject: Subject, waitMs: number, limitMs: number): string {
  return `${subject.what} was not sent: this program's own rate limit holds it back for ${seconds(waitMs)}, and the request timeout is ${seconds(limitMs)}. Try again later, or raise qps and burst.`;
}

/** A write whose answer was lost. */
export function lostWriteMessage(message: string): string {
  const end = /[.!?]$/.test(message) ? '' : '.';
  return `${message}${end} The change may or may not have been made: look before you try again.`;
}

/** What to do after a failure that may pass: where a write may have been made, not to repeat it. */
function withRetryAdvice(message: string, outcome: RequestOutcome): string {
  return outcome === 'unknown' ? lostWriteMessage(message) : `${message} Try again later.`;
}

/** An answer that is not 2xx. */
export function statusMessage(
  subject: Subject,
  status: number,
  code: string,
  said: string,
  outcome: RequestOutcome = 'none',
): string {
  const { server, userName, what } = subject;
  const who = userName === '' ? '' : ` as user ${userName}`;
  switch (code) {
    case 'Unauthorized':
      return `${server} does not accept the credentials${who}: they are wrong or have expired. Log in again, or choose another user.`;
    case 'Forbidden':
      return `${said || `${what} is forbidden`}. Ask for that right, or use another user or namespace.`;
    case 'NotServed':
      return `${server} does not serve ${what.replace(/^\S+ /, '')}: the kind is not installed there, or the server is still starting.`;
    case 'Throttled':
      return `${server} asks for fewer requests (${what}): ${said || 'too many requests'}. Try again later.`;
    case 'Unavailable':
      return withRetryAdvice(
        `${server} cannot answer ${what} now (${status}${said ? `: ${said}` : ''}).`,
        outcome,
      );
    case 'Unreadable':
      return unreadableMessage(subject, `${status}, but no Kubernetes status`, outcome);
    default: {
      const message = said || `${server} answered ${status} to ${what}.`;
      return outcome === 'unknown' ? lostWriteMessage(message) : message;
    }
  }
}

/** An answer that is not what Kubernetes sends. */
export function unreadableMessage(
  subject: Subject,
  what: string,
  outcome: RequestOutcome = 'none',
): string {
  const message = `${subject.server} answered ${subject.what} with ${what}. Is it a Kubernetes API server? Check its address, and the proxies on the way.`;
  return outcome === 'unknown' ? lostWriteMessage(message) : message;
}

/** A watch that said something that cannot be understood. */
export function malformedMessage(what: string): string {
  return `A watch sent ${what}. Is something between here and the API server changing its answers?`;
}

/** A watch that ended within a line. */
export function cutMessage(path: string): string {
  return `The watch of ${path} was cut off in the middle of an event.`;
}

/** A watch on which nothing came for too long. */
export function silentMessage(path: string, ms: number): string {
  return `The watch of ${path} was silent for ${seconds(ms)}: the connection is given up.`;
}

/** A server too old to begin a watch with the whole set. */
export function noInitialEndMessage(path: string, ms: number): string {
  return `The watch of ${path} did not tell within ${seconds(ms)} that its initial set is complete.`;
}

/** An object that the reflector's projection could not read. */
export function projectionMessage(key: string, path: string): string {
  return `${key} of ${path} cannot be read and is left out.`;
}

/** What is shown between the lines of a followed log. */
export const logMessages = {
  gone: (pod: string) => `There is no pod ${pod} (any more).`,
  exited: (container: string, code: number, reason: string) =>
    `${container} has ended with exit code ${code}${reason ? ` (${reason})` : ''}.`,
  ended: (container: string) => `The log of ${container} has ended.`,
  neverRan: (container: string) => `${container} never started: its pod has ended.`,
  restarted: (container: string, count: number) => `${container} was restarted (${count}).`,
  gap: 'Lines may be missing here: the log was rotated meanwhile.',
  cut: (bytes: number) => ` … ${bytes} more bytes of this line are not shown`,
  waiting: (container: string, reason: string) => `${container} is waiting: ${reason}.`,
};

/** A token that cannot be sent, from any source. */
export function tokenMessage(whose: string): string {
  return `The token of ${whose} holds a space, a line break or another sign that no token has. Log in again, or copy it again.`;
}

/** The messages of an OpenID Connect user without a good id token. */
export const oidcMessages = {
  expired: (user: string, why: string) =>
    `The id token of user ${user} has expired and could not be renewed: ${why}. Log in again with the tool that made it.`,
  refused: (user: string) =>
    `The server refuses the id tokens that the identity provider gives user ${user}. Check that the server trusts that provider, or choose another user.`,
};

/** The messages of a failed credential plugin. */
export const pluginMessages = {
  missing: (command: string, hint: string | undefined) =>
    `The credential plugin ${command} of the kubeconfig is not installed or not on the PATH. ${hint?.trim() || 'Install it, or choose another user.'}`,
  unstartable: (command: string, code: string) =>
    `The credential plugin ${command} of the kubeconfig cannot be started (${code}). Is it a program that this user may run?`,
  failed: (command: string, code: number | string, said: string) =>
    `The credential plugin ${command} failed (${code})${oneLine(said)}. Run it in a terminal to log in.`,
  hanging: (command: string, ms: number) =>
    `The credential plugin ${command} did not finish within ${seconds(ms)}. Run it in a terminal to see what it waits for.`,
  unreadable: (command: string) =>
    `The credential plugin ${command} printed no usable ExecCredential: a token, or a certificate with its key. Run it in a terminal to see what it says.`,
  refused: (command: string) =>
    `The server refuses the credentials that the credential plugin ${command} gives. Log in again, or choose another user.`,
  interactive: (command: string) =>
    `The credential plugin ${command} asks a person for input (interactiveMode: Always), which is not possible here. Log in with kubectl first, or choose another user.`,
};

const UNREADABLE: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  ENOTDIR: 'it does not exist',
  EISDIR: 'it is a folder',
  EACCES: 'this user may not read it',
};

/** The messages of a kubeconfig or flag that cannot be used. */
export const configMessages = {
  none: (looked: readonly string[], empty: readonly string[]) =>
    `${empty.length > 0 ? `There is nothing in the kubeconfig (${empty.join(', ')})` : `There is no kubeconfig (looked for ${looked.join(', ')})`}. Set KUBECONFIG, or name a kubeconfig or a server.`,
  unreadable: (file: string, code: string) =>
    `The file ${file} cannot be read: ${UNREADABLE[code] ?? code}. Check the path.`,
  malformed: (file: string, why: string) =>
    `${file} is not a kubeconfig: ${why}. Correct it, or name another.`,
  notText: (key: string, what: string) => `${key} of ${what} is not a text: put it in quotes`,
  noContextChosen: (names: readonly string[]) =>
    `The kubeconfig has no current context. Choose one${names.length > 0 ? `: ${names.join(', ')}` : ''}.`,
  unknown: (kind: string, name: string, names: readonly string[]) =>
    `The kubeconfig has no ${kind} ${name}. It has: ${names.join(', ') || 'none'}.`,
  noServer: (cluster: string) =>
    `The cluster ${cluster} in the kubeconfig names no server. Add it there, or name a server.`,
  badServer: (server: string) =>
    `The server ${server} is not an http or https address, such as https://10.0.0.1:6443.`,
  secretServer:
    'The address of the server holds a user name or password. Move them to the user of the kubeconfig.',
  badTimeout: (text: string) => `The request timeout ${text} is not a duration such as 30s or 2m.`,
  badRate:
    'The rate limit needs a number of requests per second (qps) above 0, and at least 1 at once (burst).',
  badProxy: (proxy: string) =>
    `The proxy ${proxy} cannot be used: only http://, https:// and socks5:// proxies are supported.`,
  badImpersonation:
    'Whom to act as (user, groups, uid) holds a line break or another sign that no name has.',
  groupsWithoutUser: 'Impersonating groups, a uid or extras needs a user to impersonate.',
  noCommand: (user: string) =>
    `User ${user} is to log in by a credential plugin (exec), but the kubeconfig names no command for it.`,
  missingKey: (user: string) =>
    `User ${user} has a client certificate without its key, or a key without its certificate. Give both.`,
  provider: (name: string, user: string) =>
    `The auth provider ${name} of user ${user} gave no credentials. Log in again with the tool that made them.`,
};

/** A proxy on the way that refused. */
export function proxyMessage(proxy: string, server: string, why: string): string {
  return `The proxy ${proxy} did not connect to ${server}: ${why}. Check proxy-url of the cluster, or HTTPS_PROXY and NO_PROXY.`;
}

export const CLOSED_MESSAGE = 'The connection to the cluster was closed by this program.';
export const ABORTED_MESSAGE = 'Stopped before there was an answer.';

/** What a program said on its last lines, as part of a sentence. */
function oneLine(said: string): string {
  const message = said.trim().replace(/\s+/g, ' ').replace(/\.$/, '');
  return message === '' ? '' : `: ${message}`;
}

function seconds(ms: number): string {
  return `${Math.round(ms / 100) / 10} s`;
}

/** Every message of this layer: what failed, on what, why, and what to do next. */

import type { Refusal } from '../api/refusal.ts';

/** An object as messages name it: `execution payments/deploy-7`. */
export function objectText(kind: string, namespace: string | undefined, name: string): string {
  return `${kindText(kind)} ${namespace ? `${namespace}/` : ''}${name}`;
}

/** A kind as messages name it: `scheduled execution`. */
export function kindText(kind: string): string {
  return kind.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
}

export const notFoundMessages = {
  object: (what: string) => `There is no ${what}. Check its name and namespace.`,
  execution: (what: string) =>
    `There is no ${what}, neither live nor archived. Check its name and namespace; a child of an archived execution is found in the tree of its root.`,
  executionArchivesHidden: (what: string, why: string) =>
    `There is no ${what}, and it is unknown whether it was archived: ${why}`,
  namespace: (name: string) => `There is no namespace ${name}. Check its name, or create it first.`,
  function: (name: string, namespace: string) =>
    `There is no function ${name} in namespace ${namespace}. Is its worker running, and is that its name?`,
  gone: (what: string) =>
    `There is no live ${what}: it was deleted or archived and can no longer be changed.`,
  noPods: (job: string) =>
    `The ${job} has no pods, so there are no logs: it has not started yet, or its pods were deleted.`,
};

export const conflictMessages = {
  recreated: (what: string) =>
    `${capitalize(what)} was deleted and created again under its name: this is another object. Look at it before you decide.`,
  changed: (what: string, changes: readonly string[]) =>
    `${capitalize(what)} changed meanwhile: ${changes.join(', ')}. The change was not made; look at it again.`,
  was: (field: string, before: string | number, now: string | number) =>
    `its ${field} was ${before} and is ${now} now`,
  doubtful: (what: string) =>
    `${capitalize(what)} changed meanwhile, after a write to it whose answer was lost. ${writeMessages.lost}`,
  contended: (what: string, tries: number) =>
    `${capitalize(what)} keeps changing: ${tries} tries to write it met a newer version. The change was not made; try again.`,
};

export const terminalMessages = {
  ended: (what: string, phase: string, verb: string) =>
    `${capitalize(what)} is ${phase}: it has already ended and cannot be ${verb}.`,
  notRetryable: (what: string, phase: string) =>
    `${capitalize(what)} is ${phase}: only a failed or canceled execution can be retried.`,
  ownerEnded: (what: string, owner: string, phase: string) =>
    `${capitalize(what)} cannot be resumed: its ${owner} is ${phase} and no longer waits for it.`,
  ownerGone: (what: string, owner: string) =>
    `${capitalize(what)} cannot be resumed: its ${owner} was deleted.`,
};

export const writeMessages = {
  /** Appended if only the first of two writes was made. */
  partly: (done: readonly string[]) => `Before that, ${done.join(' and ')} was written, and stays.`,
  kept: (fields: readonly string[]) =>
    `${fields.join(', ')} ${fields.length === 1 ? 'was written, and stays' : 'were written, and stay'}.`,
  lost: 'The change may or may not have been made: look before you try again.',
  noAnswer: (what: string, tries: number) => `${tries} tries to write ${what} got no answer.`,
  pruned: (what: string, fields: readonly string[]) =>
    `The cluster did not keep ${fields.join(', ')} of ${what}: its custom resource definition knows no such field.`,
  undone: (what: string, fields: readonly string[], verb: string) =>
    `${capitalize(what)} was not ${verb}: the cluster did not keep ${fields.join(', ')}. Its custom resource definition knows no such field, or something there, such as an admission webhook, changes what is written.`,
  madeWithout: (what: string, fields: readonly string[]) =>
    `The cluster did not keep ${fields.join(', ')} of ${what}. Its custom resource definition knows no such field, or something there, such as an admission webhook, changes what is written.`,
  madeAndStays: 'It was created nevertheless, and stays.',
  stoppedBefore: (count: number) => `${count} ${count === 1 ? 'was' : 'were'} stopped before that.`,
  resumedBefore: (count: number) => `${count} ${count === 1 ? 'was' : 'were'} resumed before that.`,
};

/**
 * The objects of an execution cannot be determined, because the user may not list one of their
 * kinds.
 */
export const hiddenMessage = (refusal: Refusal, what: string) =>
  `${refusedMessage(refusal)}, so it is unknown which of them are under ${what}. Nothing was changed. Ask for that right, or use another user.`;

/** Archived executions are missing from a list. */
export const hiddenArchivesMessage = (refusal: Refusal) =>
  `${refusedMessage(refusal)}, so archived executions are not listed. Ask for that right, or use another user.`;

function refusedMessage({ user, resource, namespace }: Refusal): string {
  const who = user === undefined ? 'This user' : `User ${user}`;
  return `${who} may not list ${resource}${namespace ? ` in namespace ${namespace}` : ''}`;
}

export const readOnlyMessage = (what: string) =>
  `This client is read-only: ${what} was not sent. Make a client without readOnly to change anything.`;

export const resultMessages = {
  open: (what: string, phase: string) =>
    `${capitalize(what)} is ${phase} and has no result yet. Wait for it first.`,
  failed: (what: string, phase: string, message: string) =>
    `${capitalize(what)} is ${phase} and has no result${message ? `: ${message}` : '.'}`,
  slimmed: (what: string) =>
    `The result of ${what} is left out of lists of archives, watches and trees. Get the execution first.`,
  unexpected: (what: string, issues: readonly string[]) =>
    `The result of ${what} is not what was expected: ${issues.join('; ')}.`,
};

export const archiveMessages = {
  corrupt: (what: string, why: string) => `The archive of ${what} cannot be opened: ${why}.`,
  noData: 'it holds no tree in a known form (spec.data)',
  tooLarge: (mebibytes: number) => `its tree is larger than ${mebibytes} MiB`,
  notGzip: 'spec.data is not base64 of gzip',
  notJson: 'spec.data does not hold JSON',
  notLists: 'spec.data does not hold lists of executions, suspensions and jobs',
  noRoot: 'it does not hold the execution itself',
};

export const spawnMessages = {
  duration: (field: string, text: string) =>
    `${field} is ${text}, which is not a duration such as 30s, 1h30m or 7d.`,
  arguments: 'arguments must be an object of named values',
  /** Appended if the answer to the call was lost. */
  lookByName: (what: string) =>
    `If it was, ${what} exists now; a second call with that name creates no second one.`,
  lookForGenerated: (fn: string, namespace: string, prefix: string, since: string) =>
    `If it was, an execution ${prefix}… of ${fn} exists in namespace ${namespace}, created since ${since}: list those, or give a name, with which a second call creates no second one.`,
};

export const inputMessages = {
  invalid: (what: string, verb: string, why: string) =>
    `${capitalize(what)} cannot be ${verb}: ${why}`,
  notJson: (name: string, why: string) => `${name} cannot be written as JSON: ${why}`,
};

export const optionMessages = {
  phase: (given: string, nearest: string | undefined, known: readonly string[]) =>
    `There is no phase ${JSON.stringify(given)}.${nearest ? ` Did you mean ${nearest}?` : ''} Known phases: ${known.join(', ')}.`,
};

export const notServedMessage = (kind: string) =>
  `This cluster does not know ${kindText(kind)}s: kontinue's custom resource definitions are missing there, or the API server is still starting. "kontinue crds | kubectl create -f -" installs them.`;

export const abortedMessage = (what: string, outcome: 'none' | 'unknown' = 'none') =>
  `${what} was stopped before there was an answer.${outcome === 'unknown' ? ` ${writeMessages.lost}` : ''}`;
export const closedMessage = (what: string) => `${what} was stopped: the client was closed.`;

export const logMessages = {
  noSlot: 'As many logs are followed as may be at once: this one waits until another ends.',
  waitingForPod: (job: string) => `waiting for a pod of ${job}`,
  pod: (pod: string) => `pod ${pod}`,
  earlierPods: (count: number) =>
    `${count} earlier ${count === 1 ? 'pod is' : 'pods are'} not shown`,
  jobEnded: (job: string, phase: string) => `${job} is ${phase}`,
  jobGone: (job: string) => `${job} no longer exists`,
};

/** The text with a capital first letter. */
function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

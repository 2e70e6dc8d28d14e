/** On a child: the attempt of its parent that made it, from 1 (ours). */
export const ATTEMPT_ANNOTATION = 'kontinue.cloud/attempt';

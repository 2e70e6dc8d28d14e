import type { View } from './view.ts';

/** The home screen. */
export const EXECUTIONS_VIEW: View = {
  id: 'executions',
  aliases: ['ex', 'exec', 'execution'],
};

import { TABLE_VIEWS } from '../table/registry.ts';
import { EXECUTIONS_VIEW } from './executions.ts';
import type { View } from './view.ts';

/** Every view, in the order of the help. A table is a view of its own. */
export const VIEWS: readonly View[] = [EXECUTIONS_VIEW, ...Object.values(TABLE_VIEWS)];

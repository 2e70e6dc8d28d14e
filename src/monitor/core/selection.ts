import type { Execution } from '../../api/execution.ts';
import type { ExecutionTreeNode } from '../../api/tree-node.ts';
import { findRoot } from './executions/find-root.ts';
import { modeOf } from './executions/table.ts';
import { type LogTarget, MAX_STREAMS, setTarget } from './logs/state.ts';
import { AT_TOP } from './scroll.ts';
import { type State, selectedExecution, subjectExecution, subjectNode } from './state.ts';
import { pointAt, type TreeTarget } from './tree/state.ts';

/**
 * The panes beside the list follow its cursor: the tree is that of the selected execution's root, with
 * that execution under its cursor; the log that of the job or execution under the tree's cursor.
 */
export function followSelection(state: State): State {
  const selected = selectedExecution(state);
  const target = selected && rootTarget(state, selected);
  const { treeGoal } = state;
  const isGoal = treeGoal !== undefined && treeGoal.row === selected?.metadata.uid;
  const about = isGoal ? treeGoal.node : selected && `Execution/${selected.metadata.uid}`;
  const tree = pointAt(state.tree, target, about);
  const isThere = tree === state.tree && isGoal === (treeGoal !== undefined);
  const aimedAt = isThere ? state : { ...state, tree, treeGoal: isGoal ? treeGoal : undefined };
  const logs = setTarget(aimedAt.logs, logTarget(aimedAt));
  return withAttempts(logs === aimedAt.logs ? aimedAt : { ...aimedAt, logs });
}

/** The attempts of another execution start at their top. */
function withAttempts(state: State): State {
  const attemptsOf = subjectExecution(state)?.metadata.uid;
  return attemptsOf === state.attemptsOf ? state : { ...state, attemptsOf, attempts: AT_TOP };
}

/** The root of an execution's tree; itself if it is one, or if the root is unknown. */
function rootTarget({ tables, resources }: State, execution: Execution): TreeTarget {
  const { namespace = '', name } = execution.metadata;
  const isRootShown = tables.executions !== undefined && modeOf(tables.executions) === 'roots';
  const root = isRootShown ? execution : findRoot(resources.Execution, execution);
  return { namespace, name: root?.metadata.name ?? name };
}

/** The log to tail: that of the job, of the execution's jobs, or of its worker when it has none. */
function logTarget(state: State): LogTarget | undefined {
  const node = subjectNode(state);
  if (node === undefined) return undefined;
  const { namespace, key: about } = node;
  if (node.kind === 'Job') return { kind: 'jobs', about, namespace, jobs: [node.name] };
  const execution = subjectExecution(state);
  const owner = node.kind === 'Execution' ? node : undefined;
  const jobs = owner === undefined ? [] : newestJobs(owner);
  if (jobs.length > 0) return { kind: 'jobs', about, namespace, jobs };
  const pod = execution?.status?.workerName;
  return execution && pod
    ? {
        kind: 'worker',
        about: `Execution/${execution.metadata.uid}`,
        namespace,
        pod,
        mention: execution.metadata.name,
      }
    : undefined;
}

/** Names of the jobs below a node in order of their making, the newest if there are too many. */
function newestJobs(node: ExecutionTreeNode): readonly string[] {
  const jobs: ExecutionTreeNode[] = [];
  const visit = (child: ExecutionTreeNode) => {
    if (child.kind === 'Job') jobs.push(child);
    child.children.forEach(visit);
  };
  visit(node);
  const time = (job: ExecutionTreeNode) => job.createdAt?.getTime() ?? 0;
  return jobs
    .sort((a, b) => time(a) - time(b))
    .slice(-MAX_STREAMS)
    .map((job) => job.name);
}

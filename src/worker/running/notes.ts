import type { Execution, ExecutionProgress } from '../../api/execution.ts';
import type { PatchOperation } from '../protocol/journal/patch.ts';
import { setStatus } from '../protocol/write.ts';

/** What a function says of itself, on its way to the server: it rides along with other writes. */
export class Notes {
  #message: string | undefined;
  #own: ExecutionProgress | undefined;

  setMessage(message: string): void {
    this.#message = message;
  }

  setProgress(progress: ExecutionProgress | undefined): void {
    this.#own = progress;
  }

  /** The changes of `status` that show it. `ofGroups`: how far its groups are, shown unless it says itself. */
  changes(
    { status }: Execution,
    ofGroups: ExecutionProgress | undefined,
  ): readonly PatchOperation[] {
    const progress = this.#own ?? ofGroups;
    const isNewMessage = this.#message !== undefined && this.#message !== status?.message;
    const isNewProgress =
      progress !== undefined &&
      (progress.current !== status?.progress?.current || progress.max !== status?.progress?.max);
    return [
      ...(isNewMessage ? [setStatus('message', this.#message ?? '')] : []),
      ...(isNewProgress ? [setStatus('progress', { ...progress })] : []),
    ];
  }
}

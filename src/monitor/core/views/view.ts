import type { ViewId } from './route.ts';

/** A view, as one asks for it after `:`. */
export interface View {
  /** The view, its first pane and its command have the same name. */
  readonly id: ViewId;
  /** Other names of the command. */
  readonly aliases: readonly string[];
  /** What its argument is called in messages: `NAME`. Without it, the view takes none. */
  readonly argument?: string;
}

// biome-ignore-all lint/style/noDefaultExport: this is how a CommonJS module looks from here

/** The parts of blessed and blessed-contrib that are used here, imported file by file. */

declare module 'blessed/lib/widgets/screen.js' {
  import type { Box } from 'blessed/lib/widgets/box.js';

  /** What a cell shows: flags, foreground and background packed into one number, and its text. */
  type BlessedCell = [attributes: number, text: string];

  interface BlessedLine extends Array<BlessedCell> {
    dirty: boolean;
  }

  /** What a screen asks of a program it is given. */
  interface Program extends NodeJS.EventEmitter {
    cols: number;
    rows: number;
    /** True: the alternate screen is on already. */
    readonly isAlt: true;
    readonly tput: { readonly unicode: true };
    readonly options: Record<string, unknown>;
    setupTput(): void;
  }

  interface Screen {
    readonly program: Program;
    lines: BlessedLine[];
    draw: () => void;
    render(): void;
    append(element: Box): void;
  }
  const Screen: {
    new (options: { readonly program: Program }): Screen;
    bind: (screen: Screen) => void;
  };
  export default Screen;
  export type { BlessedCell, BlessedLine, Program, Screen };
}

declare module 'blessed/lib/widgets/box.js' {
  import type { Screen } from 'blessed/lib/widgets/screen.js';

  interface BoxOptions {
    readonly screen: Screen;
    readonly left: number;
    readonly top: number;
    readonly width: number;
    readonly height: number;
  }
  interface Box {
    render: () => void;
    getContent(): string;
    setContent(content: string): void;
    detach(): void;
  }
  const Box: new (options: BoxOptions) => Box;
  export default Box;
  export type { Box, BoxOptions };
}

declare module 'blessed-contrib/lib/widget/gauge.js' {
  import type { Box, BoxOptions } from 'blessed/lib/widgets/box.js';

  interface Gauge extends Box {
    setPercent(percent: number): void;
  }
  const Gauge: new (
    options: BoxOptions & { readonly showLabel: boolean; readonly stroke: string },
  ) => Gauge;
  export default Gauge;
  export type { Gauge };
}

declare module 'blessed-contrib/lib/widget/sparkline.js' {
  import type { Box, BoxOptions } from 'blessed/lib/widgets/box.js';

  interface Sparkline extends Box {
    setData(titles: readonly string[], data: readonly (readonly number[])[]): void;
  }
  const Sparkline: new (options: BoxOptions) => Sparkline;
  export default Sparkline;
  export type { Sparkline };
}

import { setFlagsFromString } from 'node:v8';
import { runCommandLine } from './cli/command-line.ts';

// V8 would let its space for new objects grow to 48 MB while a first set arrives, and keep it: for a
// monitor of 10,000 executions a quarter of all its memory. Small, it costs 30 ms of CPU then.
setFlagsFromString('--semi-space-growth-factor=1');

process.exitCode = await runCommandLine(process.argv.slice(2), process);

/** How loud a line is (ours). */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Takes what a worker and its functions log (ours). */
export interface Logger {
  /** One line, with the worker, the execution, the function and the attempt among `fields`. */
  log(level: LogLevel, message: string, fields: object): void;
}

/** Takes nothing down. */
export const silentLogger: Logger = { log() {} };

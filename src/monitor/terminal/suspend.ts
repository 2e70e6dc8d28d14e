import type { Host } from './exit.ts';

/** Longer than a stop takes to begin. A process that nobody can continue is never stopped at all. */
const STOP_MS = 200;

/**
 * Stops the whole job, as ctrl-z does in a shell, and settles when it goes on. Where there is no
 * shell that could continue it the kernel refuses to stop it, and this settles soon by itself.
 */
export function stopJob(host: Host): Promise<void> {
  return new Promise((resolve) => {
    // Keeps the process alive while stdin is paused.
    const timer = setTimeout(resume, STOP_MS);
    host.once('SIGCONT', resume);
    host.kill(0, 'SIGTSTP');

    function resume(): void {
      clearTimeout(timer);
      host.off('SIGCONT', resume);
      // Who is not in the foreground is not told of a new size: have it looked up.
      host.kill(0, 'SIGWINCH');
      resolve();
    }
  });
}

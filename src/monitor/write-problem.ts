const PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such folder',
  ENOTDIR: 'there is no such folder',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'nothing can be written there',
  ENOSPC: 'no space is left on the device',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file would be too large',
  EIO: 'the terminal or the device is gone',
  EPIPE: 'its reader is gone',
};

/** Why a file or a stream cannot be written, for people. */
export function writeProblem(error: unknown): string {
  const { code, message } = error as Partial<NodeJS.ErrnoException>;
  return PROBLEMS[code ?? ''] ?? message ?? String(error);
}

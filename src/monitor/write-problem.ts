const PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: 'the folder does not exist',
  ENOTDIR: 'the folder does not exist',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left on the device',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file would be too large',
  EIO: 'the terminal or the device was disconnected',
  EPIPE: 'the reader closed it',
};

/** Why a file or a stream cannot be written, for people. */
export function writeProblem(error: unknown): string {
  const { code, message } = error as Partial<NodeJS.ErrnoException>;
  return PROBLEMS[code ?? ''] ?? message ?? String(error);
}

/** What `/version` answers. The version must read as one of Kubernetes': kubectl compares with it. */
export const VERSION_INFO = {
  major: '1',
  minor: '36',
  gitVersion: 'v1.36.0-kontinue',
  gitCommit: '',
  gitTreeState: 'clean',
  buildDate: '1970-01-01T00:00:00Z',
  goVersion: 'go1',
  compiler: 'gc',
  platform: `${process.platform}/${process.arch === 'x64' ? 'amd64' : process.arch}`,
};

/** What a helm upgrade writes, in `count` lines. */
export function helmLines(version: string, count: number): readonly string[] {
  const waiting = Array.from({ length: count - 5 }, (_, i) => {
    const updated = Math.min(5, 1 + Math.floor((i * 5) / (count - 5)));
    return `waiting for rollout of deployment/payments-${i % 2 ? 'api' : 'web'}: ${updated} of 5 updated replicas are available`;
  });
  return [
    'Hang tight while we grab the latest from your chart repositories...',
    'Update Complete. ⎈Happy Helming!⎈',
    `upgrading release "payments" to chart payments-${version}`,
    ...waiting,
    'deployment "payments-web" successfully rolled out',
    `Release "payments" has been upgraded. STATUS: deployed`,
  ];
}

/** What smoke tests write: one line a check. */
export function smokeTestLines(count: number): readonly string[] {
  const pages = ['/healthz', '/v1/accounts', '/v1/transfers', '/v1/limits', '/v1/webhooks'];
  const checks = Array.from({ length: count - 1 }, (_, i) => {
    return `ok ${i + 1} - GET ${pages[i % pages.length]} 200 in ${20 + ((i * 37) % 90)}ms`;
  });
  return [...checks, `1..${count - 1}`];
}

/** What a test suite writes; with a failure, its last lines tell which. */
export function suiteLines(suite: string, count: number, failed: boolean): readonly string[] {
  const tests = Array.from({ length: count - 2 }, (_, i) => {
    return `\u001b[32m✓\u001b[0m ${suite} › case ${i + 1} \u001b[2m(${40 + ((i * 53) % 400)}ms)\u001b[0m`;
  });
  const verdict = failed
    ? [
        `\u001b[31m✗\u001b[0m ${suite} › pays with a saved card: expected status 201, got 409`,
        `Tests: \u001b[31m1 failed\u001b[0m, ${count - 2} passed`,
      ]
    : [`Tests: \u001b[32m${count - 2} passed\u001b[0m`, 'Done.'];
  return [...tests, ...verdict];
}

/** What an export writes, as JSON lines. */
export function exportLines(tables: readonly string[]): readonly string[] {
  return tables.map((table, i) => {
    const rows = 1_200 + ((i * 7_919) % 90_000);
    return JSON.stringify({ level: 'info', msg: 'table exported', table, rows, ms: 90 + i * 13 });
  });
}

import type { Scenario } from '../scenario-context.ts';
import { gather, HOUR, MINUTE, type ScriptedFunction, SECOND, waitFor, work } from '../script.ts';
import { exportLines } from './log-lines.ts';

const TABLES = [
  'accounts',
  'transfers',
  'limits',
  'fees',
  'refunds',
  'disputes',
  'payouts',
  'audit',
];

const usageReport: ScriptedFunction = {
  name: 'usage-report',
  group: 'batch',
  description: 'Exports the usage of an hour and mails it.',
  defaults: { ttl: { archiveAfter: '2m', deleteAfter: '6h' } },
  *script() {
    yield waitFor(
      {
        kind: 'job',
        name: 'export',
        image: 'registry.example.com/data/export:5',
        takes: 45 * SECOND,
        lines: exportLines(TABLES),
      },
      'Exporting',
    );
    yield gather(
      ['eu', 'us', 'apac'].map((region) => ({
        kind: 'execution',
        function: 'render-report',
        arguments: { region },
      })),
      { progress: [0, 3], message: 'Rendering' },
    );
    yield waitFor({ kind: 'sleep', name: 'quiet-time', milliseconds: MINUTE }, 'Quiet time');
    yield work(5 * SECOND, 'Mailing');
    return { recipients: 14 };
  },
};

const renderReport: ScriptedFunction = {
  name: 'render-report',
  group: 'batch',
  description: 'Renders the report of one region.',
  *script({ argument, random }) {
    const region = argument('region');
    yield work(random.between(20, 50) * SECOND, `Rendering ${region}`);
    return { region, pages: random.between(3, 19) };
  },
};

/** An hourly report whose trees are archived soon after they end. */
export const archivedReports: Scenario = {
  name: 'archived-reports',
  namespace: 'data',
  past: 3 * HOUR + 3 * MINUTE,
  open(stage) {
    stage.publish([usageReport, renderReport]);
    stage.every(HOUR, HOUR, () => {
      const hour = new Date(stage.now()).toISOString().slice(5, 13).replace('T', '-');
      stage.spawn(`usage-report-${hour}`, { function: 'usage-report' });
    });
  },
};

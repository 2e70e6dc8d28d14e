import { describe, expect, it } from 'vitest';
import { readDueTimes, ScheduleError } from '../../../src/worker/schedules/due-times.ts';

/** The due times from one instant to another, as UTC. */
function dues(schedule: string, zone: string | undefined, from: string, to: string): string[] {
  const next = readDueTimes(schedule, zone);
  const found: string[] = [];
  const end = Date.parse(to);
  for (let due = next(Date.parse(from)); due !== undefined && due <= end; due = next(due))
    found.push(new Date(due).toISOString().slice(0, 16));
  return found;
}

describe('due times', () => {
  it('are in UTC where no zone is given', () => {
    expect(dues('0 2 * * *', undefined, '2026-03-28T00:00Z', '2026-03-30T00:00Z')).toEqual([
      '2026-03-28T02:00',
      '2026-03-29T02:00',
    ]);
  });

  it('that clocks skip are due at the first instant after', () => {
    // Berlin, 29 March 2026: 02:00 becomes 03:00, which is 01:00 in UTC.
    expect(dues('30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00Z', '2026-03-30T12:00Z')).toEqual([
      '2026-03-29T01:00',
      '2026-03-30T00:30',
    ]);
  });

  it('at fixed hours are due once in an hour that clocks repeat', () => {
    // Berlin, 25 October 2026: 03:00 becomes 02:00, so that 02:15 is 00:15 and 01:15 in UTC.
    const once = ['2026-10-25T00:15', '2026-10-25T02:15'];
    const [from, to] = ['2026-10-24T22:00Z', '2026-10-25T12:00Z'] as const;
    expect(dues('15 2,3 * * *', 'Europe/Berlin', from, to)).toEqual(once);
    expect(dues('15 2-3 * * *', 'Europe/Berlin', from, to)).toEqual(once);
  });

  it('at any hour are due throughout an hour that clocks repeat', () => {
    const [from, to] = ['2026-10-24T23:59Z', '2026-10-25T01:59Z'] as const;
    expect(dues('*/30 * * * *', 'Europe/Berlin', from, to)).toEqual([
      '2026-10-25T00:00',
      '2026-10-25T00:30',
      '2026-10-25T01:00',
      '2026-10-25T01:30',
    ]);
  });

  it('follow zones that change by half an hour, at midnight, or skip a day', () => {
    // Lord Howe, 5 April 2026: 02:00 becomes 01:30, half an hour earlier.
    expect(
      dues('45 1 * * *', 'Australia/Lord_Howe', '2026-04-04T00:00Z', '2026-04-05T12:00Z'),
    ).toEqual(['2026-04-04T14:45']);
    // Cairo, 24 April 2026: 00:00 becomes 01:00.
    expect(dues('0 0 * * *', 'Africa/Cairo', '2026-04-23T12:00Z', '2026-04-24T12:00Z')).toEqual([
      '2026-04-23T22:00',
    ]);
    // Apia had no 30 December 2011.
    expect(dues('0 12 * * *', 'Pacific/Apia', '2011-12-29T00:00Z', '2012-01-01T00:00Z')).toEqual([
      '2011-12-29T22:00',
      '2011-12-30T22:00',
      '2011-12-31T22:00',
    ]);
  });

  it('may name days and months, lists, ranges and steps', () => {
    expect(
      dues('0 9 1-7 JAN,feb mon', 'UTC', '2026-01-01T00:00Z', '2026-01-09T00:00Z').length,
    ).toBeGreaterThan(0);
    expect(dues('0 9-17/4 * * 1-5', 'UTC', '2026-01-01T00:00Z', '2026-01-03T00:00Z')).toEqual([
      '2026-01-01T09:00',
      '2026-01-01T13:00',
      '2026-01-01T17:00',
      '2026-01-02T09:00',
      '2026-01-02T13:00',
      '2026-01-02T17:00',
    ]);
  });

  it.each([
    ['0 0 L * *', undefined, 'schedule "0 0 L * *": L is not understood'],
    ['0 0 ? * *', undefined, 'schedule "0 0 ? * *": ? is not understood'],
    ['0 0 * * 5#2', undefined, 'schedule "0 0 * * 5#2": 5#2 is not understood'],
    ['@daily', undefined, 'schedule "@daily": it has 1 fields; five are needed'],
    ['0 0 0 * * *', undefined, 'schedule "0 0 0 * * *": it has 6 fields; five are needed'],
    ['0 0 1- * *', undefined, 'schedule "0 0 1- * *": the day of month is not understood'],
    ['99 0 * * *', undefined, 'schedule "99 0 * * *": '],
    ['0 0 * * *', 'Mars/Olympus', 'time zone "Mars/Olympus" is not known'],
  ])('of %s in %s are refused by one sentence', (schedule, zone, message) => {
    expect(() => readDueTimes(schedule, zone)).toThrow(ScheduleError);
    expect(() => readDueTimes(schedule, zone)).toThrow(message);
  });

  it('never come where no date fits', () => {
    expect(readDueTimes('0 0 30 2 *')(Date.UTC(2026, 0, 1))).toBeUndefined();
  });
});

describe('due times and an oracle that asks the wall clock minute by minute', () => {
  const ZONES = [
    'UTC',
    'Europe/Berlin',
    'America/New_York',
    'Australia/Lord_Howe',
    'Pacific/Chatham',
    'Africa/Casablanca',
    'America/Asuncion',
    'Antarctica/Troll',
  ];

  /** The changes of a zone's clock in a year, to the hour. */
  function changes(zone: string, year: number): number[] {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      timeZoneName: 'longOffset',
      hour: 'numeric',
    });
    const offset = (at: number) =>
      format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value;
    const found: number[] = [];
    for (let at = Date.UTC(year, 0, 1); at < Date.UTC(year + 1, 0, 1); at += 3_600_000)
      if (offset(at) !== offset(at + 3_600_000)) found.push(at);
    return found;
  }

  it.each(ZONES)('agree around every change of the clock in %s', (zone) => {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
    for (const change of changes(zone, 2026)) {
      const [from, to] = [change - 5 * 3_600_000, change + 5 * 3_600_000];
      const expected: string[] = [];
      for (let at = from + 60_000; at <= to; at += 60_000) {
        const minute = format.formatToParts(at).find(({ type }) => type === 'minute')?.value;
        if (Number(minute) % 20 === 0) expected.push(new Date(at).toISOString().slice(0, 16));
      }
      const iso = (at: number) => new Date(at).toISOString();
      expect(dues('*/20 * * * *', zone, iso(from), iso(to))).toEqual(expected);
    }
  });
});

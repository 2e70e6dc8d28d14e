const DATE_TIME =
  /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[Tt]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/;

/** Whether a text has a format. Formats that kontinue's schemas do not use hold for any text. */
export function hasFormat(format: string, value: string): boolean {
  if (format !== 'date-time') return true;
  return DATE_TIME.test(value) && !Number.isNaN(Date.parse(value));
}

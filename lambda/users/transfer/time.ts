/** RFC 3339, 5.6, with a zone: a time without one is another moment on every machine. */
const FORM =
  /^(\d{4})-(\d\d)-(\d\d)[Tt ](?:[01]\d|2[0-3]):\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/;

/** The moment that a user of another system brings; `undefined` for a text that is none, or a day that is in no calendar. */
export function readTime(text: string): Date | undefined {
  const [, year, month, day] = FORM.exec(text) ?? [];
  // A day too many, the 30th of February say, would be one of the next month.
  if (day === undefined || Number(day) > daysOf(Number(year), Number(month))) return undefined;
  const date = new Date(text.replace(' ', 'T').toUpperCase());
  return Number.isNaN(date.getTime()) ? undefined : date;
}

function daysOf(year: number, month: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month, 0);
  return date.getUTCDate();
}

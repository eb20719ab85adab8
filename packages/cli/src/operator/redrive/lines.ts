/** What the operator sees of a redrive: never what is in an item, as that has addresses and hashes of tokens. */
import type { Outcome } from './redrive.ts';
import type { Survey, Surveyed } from './survey.ts';

export function surveyLines(
  { objects: readable, unreadable }: Survey,
  bucket: string,
): readonly string[] {
  const strange = unreadable.map(({ key, error }) => `not delivered: ${key}: ${error}`);
  const [first] = readable;
  if (first === undefined) {
    return strange.length > 0 ? strange : [`nothing is undelivered: bucket ${bucket} is empty`];
  }
  const newest = readable
    .map((each) => each.newest)
    .sort()
    .at(-1);
  const conditions = new Map<string, number>();
  for (const { condition, records: count } of readable) {
    conditions.set(condition, (conditions.get(condition) ?? 0) + count);
  }
  const all = readable.reduce((sum, each) => sum + each.records, 0);
  return [
    `undelivered: ${records(all)} in ${objects(readable.length)}, from ${first.oldest} to ${newest}`,
    ...[...conditions].map(([condition, count]) => `  ${condition}: ${records(count)}`),
    ...strange,
  ];
}

export function objectLine({ key, condition, oldest, events }: Surveyed): string {
  const types = Object.entries(events).map(([type, count]) =>
    count === 1 ? type : `${count} x ${type}`,
  );
  return `${oldest}  ${condition}  ${types.join(', ')}  ${key}`;
}

export function outcomeLines(key: string, { left, object }: Outcome): readonly string[] {
  const lines = (left?.records ?? []).map(
    ({ event, sequence_number, error }) =>
      `not delivered: ${key}: ${event} (${sequence_number}): ${error}`,
  );
  return object === 'changed'
    ? [...lines, `changed by another one, and left as it is: ${key}`]
    : lines;
}

export const objects = (count: number) => counted(count, 'object');
export const records = (count: number) => counted(count, 'record');

const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;

/** What the operator sees of a redrive: never what is in an item, as that has addresses and hashes of tokens. */
import { Spinner } from '../../spinner.ts';
import { plain } from './plain.ts';
import type { Outcome } from './redrive.ts';
import type { Survey, Surveyed } from './survey.ts';

/** Milliseconds between two lines of progress. */
const PROGRESS = 5_000;

/** Lines as things happen, or one JSON object at the end. */
export class Screen {
  readonly #json: boolean;
  readonly #spinner = new Spinner();
  readonly #timer: NodeJS.Timeout;
  #progress = '';
  #found: object = {};

  constructor(json: boolean) {
    this.#json = json;
    // A terminal sees it move.
    this.#timer = setInterval(() => {
      if (!process.stdout.isTTY && this.#progress !== '') this.say(this.#progress);
    }, PROGRESS);
  }

  progress(text: string): void {
    this.#progress = text;
    if (!this.#json) this.#spinner.spin(text);
  }

  say(line: string): void {
    if (!this.#json) this.#spinner.line(plain(line));
  }

  /** Adds to the JSON object. */
  found(more: object): void {
    this.#found = { ...this.#found, ...more };
  }

  /** Also of a run that failed: it may have delivered something. */
  result(error?: unknown): void {
    const failure = error === undefined ? {} : { error: plain(messageOf(error)) };
    if (this.#json) process.stdout.write(`${JSON.stringify({ ...this.#found, ...failure })}\n`);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#spinner.stop();
  }
}

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

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

export const objects = (count: number) => counted(count, 'object');
export const records = (count: number) => counted(count, 'record');

const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;

/** What came of a request, in a form in which two runs of a scenario are equal. */
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { deletionId } from '../../../lambda/users/accounts/deletions.ts';
import { ITEMS } from '../../../lib/contract/items.ts';
import type { Answer } from '../../e2e/support/client.ts';
import type { Envelope } from '../../e2e/support/system.ts';
import type { About, FaultClient } from './fault-client.ts';

const CLIENTS = ['acme', 'stored'];

/** What is stored of the users, and what was published of them, each event once. */
export async function effectsOf(client: FaultClient, events: readonly Envelope[]) {
  const { about, faulty } = client;
  const stored = await Promise.all(
    partitionsOf(about).map(async (pk) => {
      const { Items: items = [] } = await faulty.documents.send(
        new QueryCommand({
          TableName: faulty.table,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': pk },
          ConsistentRead: true,
        }),
      );
      return items;
    }),
  );
  const published = new Map(events.map((event) => [event.detail.id, event]));
  return {
    items: plainly(stored.flat(), about).toSorted(),
    events: plainly(
      [...published.values()].map(({ detail, ...event }) => [event['detail-type'], detail]),
      about,
    ).toSorted(),
  };
}

/** Events by the users that they are about. */
export function byUser(events: readonly Envelope[]): ReadonlyMap<string, readonly Envelope[]> {
  return Map.groupBy(events, ({ detail }) => detail.user.id);
}

/** Partitions of every kind of item that can be of a user, an address or an account. */
function partitionsOf({ user, email, subject }: About): readonly string[] {
  const parts: Readonly<Record<string, readonly string[]>> = {
    user,
    email,
    deletion: user.map(deletionId),
    'client}#{subject': CLIENTS.flatMap((name) => subject.map((one) => `${name}#${one}`)),
  };
  const partitions = Object.values(ITEMS).flatMap(({ pk }) =>
    Object.entries(parts).flatMap(([name, values]) =>
      pk.endsWith(`{${name}}`) ? values.map((value) => pk.replace(`{${name}}`, value)) : [],
    ),
  );
  return [...new Set(partitions)];
}

/** An answer without what differs from run to run. */
export function answerOf(given: unknown, about: About, onlyForm = false): string {
  const answer = isAnswer(given)
    ? {
        status: given.status,
        body: onlyForm ? formOf(given.json) : (given.json ?? given.text.length),
        cookies: given.headers.getSetCookie(),
        location: given.headers.get('location'),
      }
    : given;
  return plain(JSON.stringify(sorted(answer)) ?? 'nothing', about);
}

function isAnswer(given: unknown): given is Answer {
  return typeof given === 'object' && given !== null && 'headers' in given;
}

function formOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(formOf);
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, formOf(each)]));
}

function plainly(values: readonly unknown[], about: About): string[] {
  return values.map((value) => plain(JSON.stringify(sorted(value)), about));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, each]) => [name, sorted(each)]));
}

/** Tokens first, which have ids and numbers in them. */
const DIFFERS: readonly [RegExp, string][] = [
  [/eyJ[\w-]+\.[\w-]+\.[\w-]+/g, '<jwt>'],
  [/"list":"[^"]+"/g, '"list":"<partition>"'],
  [
    /"(password_hash|secret_hash|access_token|refresh_token|state|use)":"[^"]+"/g,
    '"$1":"<secret>"',
  ],
  [/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>'],
  [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<id>'],
  [/127\.0\.0\.1:\d+/g, '<host>'],
  [/[\w-]{32,}(\.[\w-]+)*/g, '<secret>'],
  [/\b\d{4,}\b/g, '<number>'],
];

function plain(text: string, about: About): string {
  const named = Object.entries(about).flatMap(([kind, values]) =>
    (values as readonly string[]).map((value, index) => [value, `<${kind} ${index}>`] as const),
  );
  const known = named.reduce((all, [value, name]) => all.replaceAll(value, name), text);
  return DIFFERS.reduce((all, [pattern, name]) => all.replaceAll(pattern, name), known);
}

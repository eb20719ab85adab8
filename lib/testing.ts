/**
 * `cdk-users-api/testing`: for tests of stacks with a `UsersApi`, and of functions that hear its events. It
 * is not part of the construct, and needs no other package. `docs/testing.md` shows it in use.
 */
import { type ActorKind, EVENT_SOURCE, type EventField } from './contract/event.ts';
import { EVENTS, type EventRows, type EventType } from './contract/index.ts';

const TIME = '2026-01-01T00:00:00.000Z';

const USER = {
  id: '019ab5f0-6d2c-7c3e-8a51-3f0c2f4e9d10',
  email: 'ada@example.com',
  is_active: true,
  is_superuser: false,
  is_verified: false,
  created_at: TIME,
  updated_at: TIME,
};

const FIELDS = {
  code: '31415926',
  token: 'sample.token.of-a-user',
  expires_at: '2026-01-01T01:00:00.000Z',
  new_email: 'ada.lovelace@example.com',
  backend: 'jwt',
  ip: '203.0.113.7',
  user_agent: 'Mozilla/5.0',
  attempts: 5,
  method: 'totp' as const,
  codes_left: 9,
  client: 'google',
  issuer: 'https://accounts.google.com',
  subject: '113920742094810237',
  passkey: {
    id: 'VGhlIHBhc3NrZXkgb2YgQWRh',
    name: 'Google Password Manager',
    authenticator: 'Google Password Manager' as string | null,
    created_at: TIME,
    last_used_at: null as string | null,
    synced: true,
    transports: ['internal', 'hybrid'],
  },
  changed: ['email'],
  previous_email: 'ada.byron@example.com',
} satisfies Readonly<Record<EventField, unknown>>;

/** What people do who have not signed in: it is not known who they are. */
const BY_ANYONE: readonly EventType[] = [
  'after-register',
  'after-forgot-password',
  'after-request-verify',
  'after-request-login',
  'after-lockout',
];

type Fields = typeof FIELDS;

/** `detail` of an event. Fields that it has only sometimes are there, and can be taken out. */
export type SampleDetail<Type extends EventType = EventType> = {
  id: string;
  time: string;
  sequence: number;
  user: typeof USER & { [custom: string]: unknown };
  actor: { id: string | null; by: ActorKind };
} & { [Field in EventRows[Type]['carries'][number]]: Fields[Field] } & {
  [Field in EventRows[Type]['mayCarry'][number]]?: Fields[Field];
};

/** An event as EventBridge hands it to a target. */
export type SampleEvent<Type extends EventType = EventType> = {
  version: string;
  id: string;
  source: typeof EVENT_SOURCE;
  account: string;
  time: string;
  region: string;
  resources: string[];
  'detail-type': Type;
  detail: SampleDetail<Type>;
};

/** What is otherwise in a `detail`; of `user` and `actor` by field. */
export type SampleChanges<Type extends EventType> = {
  [Field in keyof SampleDetail<Type>]?: Field extends 'user' | 'actor'
    ? Partial<SampleDetail<Type>[Field]>
    : SampleDetail<Type>[Field] | undefined;
};

/**
 * An event of a users API as a target gets it, to call a function with: the same in every call, and a copy
 * of your own. It has every field that such an event can have.
 *
 * @param type its `detail-type`, such as `after-register`
 * @param changes what is otherwise in its `detail`; of `user` and `actor` by field, and `undefined` takes a field out
 *
 * @example
 * await handler(sampleEvent('after-update', { changed: ['nickname'], user: { nickname: 'Ada' } }));
 */
export function sampleEvent<Type extends EventType>(
  type: Type,
  changes: SampleChanges<Type> = {},
): SampleEvent<Type> {
  if (!Object.hasOwn(EVENTS, type)) {
    const known = Object.keys(EVENTS).join(', ');
    throw new Error(`sampleEvent: got ${JSON.stringify(type)}, expected one of ${known}`);
  }
  const { by, carries, mayCarry } = EVENTS[type];
  const { user, actor, ...others } = changes as SampleChanges<EventType>;
  const fields = Object.fromEntries(
    [...carries, ...mayCarry].map((field) => [field, structuredClone(FIELDS[field])]),
  );
  const detail = {
    id: '019ab5f0-6d2c-7c3e-8a51-3f0c2f4e9d11',
    time: TIME,
    sequence: 1,
    user: { ...USER, ...user },
    actor: { id: BY_ANYONE.includes(type) ? null : USER.id, by: by[0], ...actor },
    ...fields,
    ...others,
  };
  return {
    version: '0',
    id: '7bf73129-1428-4cd3-a780-95db273d1602',
    source: EVENT_SOURCE,
    account: '111122223333',
    time: '2026-01-01T00:00:00Z',
    region: 'eu-central-1',
    resources: [],
    'detail-type': type,
    // JSON, as a target gets it: what is undefined is not there.
    detail: JSON.parse(JSON.stringify(detail)),
  };
}

/** What prints a part of a snapshot. */
type Printer<Config, Refs> = (
  value: unknown,
  config: Config,
  indentation: string,
  depth: number,
  refs: Refs,
) => string;

/** Hashes of assets, and those of functions at the end of the ids of their versions. */
const HASHES = /\b[0-9a-f]{64}\b|(?<=CurrentVersion[0-9A-F]{8})[0-9a-f]{32}\b/g;

const steady = (text: string) => text.replace(HASHES, '<hash>');

/**
 * A snapshot serializer for Jest and Vitest: `<hash>` instead of the hashes of code, which are others with
 * every release of this package. So a snapshot of a template shows what changes in the stack.
 *
 * @example
 * expect.addSnapshotSerializer(withoutHashes);
 * expect(Template.fromStack(stack).toJSON()).toMatchSnapshot();
 */
export const withoutHashes = {
  test: (value: unknown): boolean => typeof value === 'string' && steady(value) !== value,
  serialize<Config, Refs>(
    value: string,
    config: Config,
    indentation: string,
    depth: number,
    refs: Refs,
    printer: Printer<Config, Refs>,
  ): string {
    return printer(steady(value), config, indentation, depth, refs);
  },
};

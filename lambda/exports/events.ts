/**
 * `cdk-users-api/events`: what subscribers get, as zod schemas and the types inferred from them.
 * Fields that are not named here pass: custom fields of a user, and whatever a later version adds.
 */
import * as z from 'zod/mini';
import {
  ACTORS,
  type ActorKind,
  EVENT_METHODS,
  EVENT_SOURCE,
  type EventField,
  type EventKind,
} from '../../lib/contract/event.ts';
import { EVENTS, type EventRows, type EventType } from '../../lib/contract/index.ts';
import type { PublicPasskey } from '../users/public-passkey.ts';
import type { User } from '../users/user.ts';

/** The user when the event happened. */
export const eventUser = z.looseObject({
  /** UUID, version 7. */
  id: z.uuid(),
  /** Lower-case ASCII. */
  email: z.string(),
  is_active: z.boolean(),
  is_superuser: z.boolean(),
  is_verified: z.boolean(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
} satisfies { [Field in keyof User]: z.ZodMiniType<User[Field]> });

/** In the place of the user, where an address has none: it asked for a code to sign up with. */
export const eventAddress = z.looseObject({ email: z.string() });

/** Who made an event happen. */
export const eventActor = z.looseObject({
  /** Of a user; `null` where nobody signed in, or an operator acted. */
  id: z.nullable(z.uuid()),
  by: z.enum(Object.keys(ACTORS) as [ActorKind, ...ActorKind[]]),
});

const common = {
  /** The same for every delivery of one event: ignore an id that you have seen. */
  id: z.uuid(),
  time: z.iso.datetime(),
  /**
   * The version of `user`, which grows with each change: of two events the one with the higher number shows the newer
   * user. Absent only where another program stored the user without it.
   */
  sequence: z.optional(z.int()),
  user: eventUser,
  /** Who made it happen; absent only from events that were stored by release 0.1. */
  actor: z.optional(eventActor),
};

const FIELDS = {
  /** What the user types: as sensitive as a password, so mail it and store it nowhere. */
  code: z.string(),
  /** As sensitive as a password: mail it to the user and store it nowhere. */
  token: z.string(),
  /** When the token expires. */
  expires_at: z.iso.datetime(),
  /** Where to mail the token; tell `user.email` that somebody asked for the change. */
  new_email: z.string(),
  /** Name of the authentication backend. */
  backend: z.string(),
  /** Source address of the request. */
  ip: z.string(),
  user_agent: z.string(),
  /** How many passwords were wrong before the address was locked, or codes before the user was. */
  attempts: z.int(),
  /** Which second factor. */
  method: z.enum(EVENT_METHODS),
  /** How many recovery codes are left. */
  codes_left: z.int(),
  /** Name of the OAuth client. */
  client: z.string(),
  /** The provider, as it identifies itself. */
  issuer: z.string(),
  /** The issuer's own id of the account. */
  subject: z.string(),
  /** As a list of passkeys has it. */
  passkey: z.looseObject({
    id: z.string(),
    name: z.string(),
    authenticator: z.nullable(z.string()),
    created_at: z.iso.datetime(),
    last_used_at: z.nullable(z.iso.datetime()),
    synced: z.boolean(),
    transports: z.array(z.string()),
  } satisfies { [Field in keyof PublicPasskey]: z.ZodMiniType }),
  /** Names of the changed fields. */
  changed: z.array(z.string()),
  /** The address before, where it changed. */
  previous_email: z.string(),
} satisfies { readonly [Field in EventField]: z.ZodMiniType };

type Fields = typeof FIELDS;

/** Whom an event is about. */
type About<Type extends EventType> = EventRows[Type] extends { readonly ofAddress: true }
  ? z.ZodMiniUnion<readonly [typeof eventUser, typeof eventAddress]>
  : typeof eventUser;

type Detail<Type extends EventType> = z.ZodMiniObject<
  Omit<typeof common, 'user'> & { user: About<Type> } & Pick<
      Fields,
      EventRows[Type]['carries'][number]
    > & {
      [Field in EventRows[Type]['mayCarry'][number]]: z.ZodMiniOptional<Fields[Field]>;
    },
  z.core.$loose
>;

/** An event as EventBridge hands it to its target. */
type Envelope<Type extends EventType> = z.ZodMiniObject<
  {
    source: z.ZodMiniLiteral<typeof EVENT_SOURCE>;
    'detail-type': z.ZodMiniLiteral<Type>;
    detail: Detail<Type>;
  },
  z.core.$loose
>;

const TYPES = Object.keys(EVENTS) as EventType[];

/** `detail` of each event, by its `detail-type`. */
export const eventDetails = Object.fromEntries(
  TYPES.map((type) => [type, detailOf(EVENTS[type])]),
) as unknown as { readonly [Type in EventType]: Detail<Type> };

function detailOf({ carries, mayCarry, ofAddress }: EventKind) {
  return z.looseObject({
    ...common,
    ...(ofAddress && { user: z.union([eventUser, eventAddress]) }),
    ...Object.fromEntries(carries.map((field) => [field, FIELDS[field]])),
    ...Object.fromEntries(mayCarry.map((field) => [field, z.optional(FIELDS[field])])),
  });
}

const envelope = (type: EventType) =>
  z.looseObject({
    source: z.literal(EVENT_SOURCE),
    'detail-type': z.literal(type),
    detail: eventDetails[type],
  });

/**
 * Any event of a users API.
 *
 * @example
 * export const handler = async (input: unknown) => {
 *   const event = usersEvent.parse(input);
 *   if (event['detail-type'] === 'after-update') console.log(event.detail.changed);
 * };
 */
export const usersEvent = z.discriminatedUnion(
  'detail-type',
  TYPES.map(envelope) as unknown as readonly [
    { [Type in EventType]: Envelope<Type> }[EventType],
    ...{ [Type in EventType]: Envelope<Type> }[EventType][],
  ],
);

export type UsersEvent = z.infer<typeof usersEvent>;
export type UsersEventType = UsersEvent['detail-type'];
export type EventActor = z.infer<typeof eventActor>;
export type EventUser = z.infer<typeof eventUser>;

/**
 * The event of one type, for a target that gets no other.
 *
 * @example
 * export const handler = async ({ detail }: UsersEventOf<'after-register'>) => welcome(detail.user);
 */
export type UsersEventOf<Type extends UsersEventType> = Extract<
  UsersEvent,
  { 'detail-type': Type }
>;

/**
 * `cdk-users-api/events`: what subscribers get, as zod schemas and the types that are inferred from
 * them. Fields that are not named here pass: custom fields of a user, and whatever a later version adds.
 */
import * as z from 'zod/mini';
import type { EventType } from '../users/events.ts';
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

const common = {
  /** The same for every delivery of one event: drop what was seen. */
  id: z.uuid(),
  time: z.iso.datetime(),
  user: eventUser,
};

/** `detail` of each event, by its `detail-type`. */
export const eventDetails = {
  'after-register': z.looseObject(common),
  'after-forgot-password': z.looseObject({
    ...common,
    /** As good as the password: mail it to the user and keep it nowhere. */
    token: z.string(),
    /** When the token expires. */
    expires_at: z.iso.datetime(),
  }),
  'after-reset-password': z.looseObject(common),
  'after-request-verify': z.looseObject({
    ...common,
    /** Proves that its bearer reads the user's mail: mail it to the user and keep it nowhere. */
    token: z.string(),
    /** When the token expires. */
    expires_at: z.iso.datetime(),
  }),
  'after-verify': z.looseObject(common),
  'after-request-email-change': z.looseObject({
    ...common,
    /** Where to mail the token; `user.email` is to be told that somebody asked for the change. */
    new_email: z.string(),
    /** Keep it nowhere. Absent where the new address has a user: mail nothing there. */
    token: z.optional(z.string()),
    /** When the token expires. */
    expires_at: z.optional(z.iso.datetime()),
  }),
  'after-login': z.looseObject({
    ...common,
    /** Name of the authentication backend. */
    backend: z.string(),
    /** Source address of the request. */
    ip: z.string(),
    user_agent: z.string(),
  }),
  'after-refresh-reuse': z.looseObject({
    ...common,
    /** Name of the authentication backend. */
    backend: z.string(),
    /** Source address of who used the refresh token again. */
    ip: z.string(),
    user_agent: z.string(),
  }),
  'after-update': z.looseObject({
    ...common,
    /** Names of the changed fields. */
    changed: z.array(z.string()),
    /** The address before, where it changed. */
    previous_email: z.optional(z.string()),
  }),
  'after-delete': z.looseObject(common),
} satisfies Record<EventType, z.ZodMiniType>;

/** An event as EventBridge hands it to its target. */
function envelope<Type extends EventType>(type: Type) {
  return z.looseObject({
    source: z.literal('users-api'),
    'detail-type': z.literal(type),
    detail: eventDetails[type],
  });
}

/**
 * Any event of a users API.
 *
 * @example
 * export const handler = async (input: unknown) => {
 *   const event = usersEvent.parse(input);
 *   if (event['detail-type'] === 'after-update') console.log(event.detail.changed);
 * };
 */
export const usersEvent = z.discriminatedUnion('detail-type', [
  envelope('after-register'),
  envelope('after-forgot-password'),
  envelope('after-reset-password'),
  envelope('after-request-verify'),
  envelope('after-verify'),
  envelope('after-request-email-change'),
  envelope('after-login'),
  envelope('after-refresh-reuse'),
  envelope('after-update'),
  envelope('after-delete'),
]);

export type UsersEvent = z.infer<typeof usersEvent>;
export type UsersEventType = UsersEvent['detail-type'];
export type EventUser = z.infer<typeof eventUser>;

/**
 * The one event of a type, for a target that gets no other.
 *
 * @example
 * export const handler = async ({ detail }: UsersEventOf<'after-register'>) => welcome(detail.user);
 */
export type UsersEventOf<Type extends UsersEventType> = Extract<
  UsersEvent,
  { 'detail-type': Type }
>;

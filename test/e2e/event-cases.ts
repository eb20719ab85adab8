import { expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { eventDetails, eventUser, usersEvent } from '../../lambda/exports/events.ts';
import { EVENTS, type EventType } from '../../lib/contract/index.ts';
import { runOn, type Start } from './support/start.ts';
import type { System } from './support/system.ts';

/** What an API never raises that has no refresh tokens, confirmed addresses, providers and factors; `apiCases` run on it. */
export const NEVER_OF_THE_EXAMPLE: readonly string[] = [
  'after-refresh-reuse',
  'after-request-login',
  'after-new-device',
  'after-request-email-change',
  'after-account-link',
  'after-account-unlink',
  'after-mfa-enable',
  'after-mfa-disable',
  'after-recovery-code',
  'after-passkey-add',
  'after-passkey-delete',
];

/**
 * Subscribers get the events that the schemas describe. It is seen in the events of all cases that
 * ran before on the system, so this comes after them.
 *
 * @param never types of events that the system doesn't raise as it is set up
 */
export function eventCases(start: Start, never: readonly string[]): void {
  let system: System;
  runOn(start, (started) => {
    system = started;
  });

  test('every event is as its schema says, has no field that the schema does not name, and says who made it happen', async () => {
    const events = await system.events();
    for (const event of events) {
      const { 'detail-type': type, detail } = usersEvent.parse(event);
      const { shape } = eventDetails[type];
      const { false: required = [] } = Object.groupBy(Object.entries(shape), ([, schema]) =>
        String(z.safeParse(schema, undefined).success),
      );
      expect(Object.keys(detail)).toEqual(expect.arrayContaining(required.map(([name]) => name)));
      expect(Object.keys(shape)).toEqual(expect.arrayContaining(Object.keys(detail)));
      expect(Object.keys(eventUser.shape).sort()).toEqual(Object.keys(detail.user).sort());
    }
    const strangers = events.filter(({ 'detail-type': type, detail }) => {
      const { by = '' } = (detail.actor ?? {}) as { readonly by?: string };
      return !(EVENTS[type as EventType].by as readonly string[]).includes(by);
    });
    expect(strangers).toEqual([]);
    const types = new Set(events.map((event) => event['detail-type']));
    const raised = Object.keys(eventDetails).filter((type) => !never.includes(type));
    expect([...types].sort()).toEqual(raised.sort());
  });
}

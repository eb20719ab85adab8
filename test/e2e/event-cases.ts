import { expect, test } from '@jest/globals';
import { eventDetails, usersEvent } from '../../lambda/exports/events.ts';
import type { System } from './support/system.ts';

/**
 * What subscribers are told of events is what they get. It is seen in the events of all cases that ran
 * before on the system, so this comes after them.
 *
 * @param raised which types they raise between them
 */
export function eventCases(
  system: () => System,
  raised: (type: string) => boolean = () => true,
): void {
  test('every event is as its schema says, and has no field that the schema does not name', async () => {
    const events = await system().events();
    for (const event of events) {
      const { 'detail-type': type, detail } = usersEvent.parse(event);
      const { shape } = eventDetails[type];
      expect(Object.keys(shape).sort()).toEqual(Object.keys(detail).sort());
      expect(Object.keys(shape.user.shape).sort()).toEqual(Object.keys(detail.user).sort());
    }
    const types = new Set(events.map((event) => event['detail-type']));
    expect([...types].sort()).toEqual(Object.keys(eventDetails).filter(raised).sort());
  });
}

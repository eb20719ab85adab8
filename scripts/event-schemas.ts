/** JSON Schemas of whole events, made from the zod schemas that subscribers validate with. */
import * as z from 'zod/mini';
import { usersEvent } from '../lambda/exports/events.ts';

/**
 * By `detail-type`, in the draft that the EventBridge schema registry accepts. The patterns that
 * zod adds to formats are left out: they are longer than all the rest and say the same as the
 * formats.
 */
export function eventSchemas(): Record<string, unknown> {
  return Object.fromEntries(
    usersEvent.def.options.map((event) => {
      const [type] = event.shape['detail-type'].def.values;
      const schema = z.toJSONSchema(event, {
        target: 'draft-4',
        override: ({ jsonSchema }) => {
          if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
        },
      });
      return [type, { ...schema, title: type }];
    }),
  );
}

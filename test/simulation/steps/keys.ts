import type { StepKind } from '../attempt.ts';

/** A secret or a key pair gets another version; the one before it still verifies. */
export const rotate: StepKind = {
  name: 'rotate',
  weight: 3,
  begin({ backends, mailed }, { calls }, choice) {
    const rings = Object.entries({ ...backends.keys, mailed: mailed.keys });
    const [name = '', ring] = choice.what(rings) ?? [];
    return {
      says: `rotate the keys of ${name} tokens`,
      ask: () => calls.read('rotate', () => ring?.rotate()),
    };
  },
};

/** What happens to a call to the table, or to the bus, beside being answered. */
export const FAULTS = [
  /** No answer to any attempt, and nothing is done. */
  'cut before',
  /** It is done, the answer is lost, and the SDK's repetition is answered. */
  'repeated',
  /** It is done, and no answer comes to any attempt. */
  'cut after',
  /** It meets another write on its item, and is made again. */
  'conflict',
] as const;

export type Fault = (typeof FAULTS)[number];

import type { Answer } from '../support/exchange.ts';
import type { Visitor } from '../support/visitor.ts';

/** The same request, after the same preparations, to both servers. */
export interface Case {
  /** What the request is an example of: the first cell of the row that names its difference. */
  readonly kind: string;
  /** Which example it is. */
  readonly example: string;
  readonly run: (visitor: Visitor) => Promise<Answer>;
}

/** A value that is sent, and what it is an example of. */
export type Sample<Value = unknown> = readonly [kind: string, value: Value];

export const shown = (value: unknown) => {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 40 ? `${text.slice(0, 40)}...` : text;
};

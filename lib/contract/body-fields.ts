/** The fields of the body of a route. */
import type { Alternative, Route } from './action.ts';
import type { Feature } from './features.ts';

/** All that a body can have, or `undefined` for a route that takes none. */
export function bodyFields({
  body,
  either,
}: Pick<Route, 'body' | 'either'>): readonly string[] | undefined {
  if (body === undefined && either === undefined) return undefined;
  return [...(body ?? []), ...(either ?? []).flatMap(({ fields }) => fields)];
}

/** The alternatives of a route that a function with these features takes. */
export function alternativesWith(
  { either = [] }: Pick<Route, 'either'>,
  has: (feature: Feature) => boolean,
): readonly Alternative[] {
  return either.filter(({ onlyWith }) => onlyWith === undefined || has(onlyWith));
}

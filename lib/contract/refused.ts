/** What a route refuses with, by status: for the table of routes and for the OpenAPI document. */
import type { Action, Route } from './action.ts';
import { bodyFields } from './body-fields.ts';
import { type Feature, textsWith } from './features.ts';
import { REFUSALS } from './index.ts';
import type { Refusal } from './refusal.ts';

export type Routed = Action & { readonly route: Route };

export const isRouted = (action: Action): action is Routed => action.route !== undefined;

/** One status of a route, with the codes that it can have there. */
export interface Refused {
  readonly status: number;
  /** Empty for 422, whose detail lists problems. */
  readonly codes: readonly string[];
}

/**
 * The codes of a row and those that follow from its other columns, each status once and in order. What the
 * stage of the API and a failure answer on any route isn't among them.
 *
 * @param has whether the functions of the action have a feature
 */
export function refusedBy(
  { caller, route, refuses = [], settings, verified }: Routed,
  has: (feature: Feature) => boolean = () => true,
): readonly Refused[] {
  const asksOrigin = settings.some(({ name }) => name === 'allowedOrigins') && has('cookies');
  const isForbidden =
    caller === 'superuser' ||
    (verified === 'where-required' && has('requireVerification')) ||
    asksOrigin;
  const codes = [
    ...(caller === 'anyone' ? [] : ['UNAUTHORIZED']),
    ...(isForbidden ? ['FORBIDDEN'] : []),
    ...(/\{(session_)?id\}/.test(route.path) ? ['NOT_FOUND'] : []),
    ...textsWith(refuses, has),
  ].filter((code) => {
    const { onlyWith } = refusal(code);
    return onlyWith === undefined || has(onlyWith);
  });
  const statuses = new Set<number>([
    ...codes.map((code) => refusal(code).status),
    ...(bodyFields(route) || route.query ? [422] : []),
  ]);
  return [...statuses]
    .map((status) => ({
      status,
      codes: [...new Set(codes)].filter((code) => refusal(code).status === status),
    }))
    .toSorted((one, other) => one.status - other.status);
}

/** @throws for a code that no concern has */
export function refusal(code: string): Refusal {
  const found = (REFUSALS as Readonly<Record<string, Refusal>>)[code];
  if (found === undefined) throw new Error(`no concern refuses with ${code}`);
  return found;
}

/** Requests, as the table of routes writes them. */
import type { Route } from '../../lib/contract/action.ts';
import { bodyFields } from '../../lib/contract/body-fields.ts';
import type { Routed } from '../../lib/contract/refused.ts';
import { routeSchemas } from '../openapi/route-schemas.ts';

const { bodies } = await routeSchemas();

/** The base path itself is written as `/`. */
export function nameOf({ method, path }: Pick<Route, 'method' | 'path'>): string {
  return `${method} ${path || '/'}`;
}

/** Before the fields of a body that need not all be there. */
const SOME_OF: { readonly [Method in Route['method']]?: string } = {
  PATCH: 'any of ',
  DELETE: 'optionally ',
};

/** A field that may be left out has a `?` behind it, and an alternative is a body of its own. */
export function request({ name, route: { body = [], either, query, ...route } }: Routed): string {
  const parameters = query?.map((parameter) => `${parameter}=`).join('&');
  const path = parameters === undefined ? nameOf(route) : `${nameOf(route)}?${parameters}`;
  if (bodyFields({ body, either })?.length === 0) return `\`${path}\``;
  const someOf = either ? undefined : SOME_OF[route.method];
  const { required = [] } = bodies[name] ?? {};
  const always = body.map((field) => (someOf || required.includes(field) ? field : `${field}?`));
  const written = (either ?? [{ fields: [] }]).map(
    ({ fields }) => `\`{${[...always, ...fields].join(', ')}}\``,
  );
  return `\`${path}\` ${someOf ?? ''}${written.join(' or ')}`;
}

import { expect, test } from '@jest/globals';
import { ACTIONS } from '../../../lib/contract/index.ts';
import { pathIn } from '../../../lib/contract/places.ts';
import { fastApiUsers } from '../src/index.ts';

const named = (path: string) => path.replace('{backend}', 'jwt').replace('{client}', 'acme');

test.each([{}, { auth: '/a', users: '/u' }])(
  'the layout of FastAPI Users with %j has all routes where the stack has them',
  (prefixes) => {
    const settings = {
      kind: 'fastapi-users',
      auth: '/auth',
      users: '/users',
      ...prefixes,
    } as const;
    // What programs call: no superuser's routes, and no pages.
    const routes = ACTIONS.flatMap(({ caller, route }) =>
      route && caller !== 'superuser' && !route.forPeople && !route.path.startsWith('/.well-known/')
        ? [route]
        : [],
    );
    expect(routes.length).toBeGreaterThan(20);
    expect(routes.map(({ path }) => fastApiUsers(prefixes)(named(path)))).toEqual(
      routes.map((route) => named(pathIn(settings, route))),
    );
  },
);

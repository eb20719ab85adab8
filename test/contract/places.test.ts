import { describe, expect, test } from '@jest/globals';
import { ACTIONS } from '../../lib/contract/index.ts';
import { pathIn, type RouteLayoutSettings } from '../../lib/contract/places.ts';

const STANDARD: RouteLayoutSettings = { kind: 'standard' };
const PEER: RouteLayoutSettings = { kind: 'fastapi-users', auth: '/auth', users: '/users' };
const routes = ACTIONS.flatMap(({ route }) => route ?? []);

describe('a layout', () => {
  test('of ours has the paths of the rows', () => {
    for (const route of routes) expect(pathIn(STANDARD, route)).toBe(route.path);
  });

  // The paths of FastAPI Users 15.0.5, whose own document `npm run test:peer` compares as well.
  test.each([
    ['/login/{backend}', '/auth/{backend}/login'],
    ['/logout/{backend}', '/auth/{backend}/logout'],
    ['/register', '/auth/register'],
    ['/forgot-password', '/auth/forgot-password'],
    ['/reset-password', '/auth/reset-password'],
    ['/request-verify-token', '/auth/request-verify-token'],
    ['/verify', '/auth/verify'],
    ['/me', '/users/me'],
    ['/{id}', '/users/{id}'],
    ['/oauth/{client}/authorize', '/auth/{client}/authorize'],
    ['/oauth/{client}/callback', '/auth/{client}/callback'],
    ['/associate/{client}/authorize', '/auth/associate/{client}/authorize'],
    ['/associate/{client}/callback', '/auth/associate/{client}/callback'],
  ])('of FastAPI Users has %s where the peer has it', (path, peer) => {
    expect(routes.map((route) => route.path)).toContain(path);
    expect(pathIn(PEER, { path })).toBe(peer);
  });

  test.each([
    ['', '/users'],
    ['/me/sessions/{id}', '/users/me/sessions/{id}'],
    ['/{id}/sessions', '/users/{id}/sessions'],
    ['/refresh/{backend}', '/auth/{backend}/refresh'],
    ['/login/{backend}/more', '/auth/{backend}/login/more'],
    ['/confirm-email-change', '/auth/confirm-email-change'],
    ['/.well-known/jwks.json', '/.well-known/jwks.json'],
  ])('of FastAPI Users has %s, which the peer lacks, beside what it has', (path, ours) => {
    expect(pathIn(PEER, { path })).toBe(ours);
  });

  test('has the prefixes that it is given', () => {
    const layout: RouteLayoutSettings = { kind: 'fastapi-users', auth: '', users: '/api/people' };
    expect({
      login: pathIn(layout, { path: '/login/{backend}' }),
      me: pathIn(layout, { path: '/me' }),
      list: pathIn(layout, { path: '' }),
    }).toEqual({ login: '/{backend}/login', me: '/api/people/me', list: '/api/people' });
  });

  test.each([STANDARD, PEER, { ...PEER, auth: '' }])(
    'gives no two routes one path, whatever their parameters are called: %j',
    (layout) => {
      const keys = routes.map((route) => {
        const path = pathIn(layout, route).replace(/\{\w+\}/g, '{}');
        return `${route.method} ${path}`;
      });
      expect(keys.filter((key, index) => keys.indexOf(key) < index)).toEqual([]);
    },
  );
});

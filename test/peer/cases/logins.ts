import type { Request } from '../support/exchange.ts';
import { PASSWORD, type Visitor } from '../support/visitor.ts';
import { type Case, shown } from './case.ts';

type Fields = Readonly<Record<string, string>>;
type Form = (fields: Fields) => Pick<Request, 'form' | 'json' | 'body' | 'headers'>;

const multipart: Form = (fields) => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return { form };
};
const FORM_TYPE = { 'content-type': 'application/x-www-form-urlencoded' };
const twice =
  (name: string): Form =>
  (fields) => {
    const form = new URLSearchParams(fields);
    form.append(name, fields[name] ?? '');
    return { form };
  };
const without =
  (name: string): Form =>
  (fields) => ({
    form: Object.fromEntries(Object.entries(fields).filter(([each]) => each !== name)),
  });

/** How a login is sent. */
const FORMS: readonly (readonly [kind: string, form: Form])[] = [
  ['a login', (form) => ({ form })],
  ['a login', multipart],
  ['a login', (fields) => ({ form: { ...fields, grant_type: 'password', scope: '' } })],
  ['a login', (fields) => ({ form: { ...fields, client_id: 'a', client_secret: 'b' } })],
  ['a login', (fields) => ({ form: { ...fields, unknown: 'field' } })],
  ['a login as JSON', (json) => ({ json })],
  ['a login with another `grant_type`', (fields) => ({ form: { ...fields, grant_type: 'code' } })],
  ['a field of a form that is given twice', twice('username')],
  ['a field of a form that is given twice', twice('password')],
  ['a login without a field', without('username')],
  ['a login without a field', without('password')],
  ['a login without a body', () => ({ body: '', headers: FORM_TYPE })],
  ['a login without a field', () => ({ body: 'a=b', headers: FORM_TYPE })],
  ['a login with an empty field', (fields) => ({ form: { ...fields, username: '' } })],
  ['a login with an empty field', (fields) => ({ form: { ...fields, password: '' } })],
  ['a login without a body', () => ({})],
  [
    'a login of another content type',
    (fields) => ({
      body: String(new URLSearchParams(fields)),
      headers: { 'content-type': 'text/plain' },
    }),
  ],
  ['a login that is refused', (fields) => ({ form: { ...fields, password: 'wrong' } })],
  [
    'a login that is refused',
    (fields) => ({ form: { ...fields, username: 'nobody@example.com' } }),
  ],
  ['a login that is refused', (fields) => ({ form: { ...fields, username: 'no address' } })],
];

const login = (visitor: Visitor, backend: string, request: Partial<Request>) =>
  visitor.send({
    method: 'POST',
    path: `/auth/${backend}/login`,
    ...request,
    headers: { ...request.headers, ...visitor.own() },
  });

export const loginCases: readonly Case[] = ['jwt', 'cookie'].flatMap((backend) => [
  ...FORMS.map(
    ([kind, form], index): Case => ({
      kind,
      example: `${backend} ${index} ${shown(form({ username: 'u', password: 'p' }))}`,
      async run(visitor) {
        const { email } = await visitor.account();
        return login(visitor, backend, form({ username: email, password: PASSWORD }));
      },
    }),
  ),
  {
    kind: 'a login of an inactive user',
    example: backend,
    async run(visitor: Visitor) {
      const { id, email } = await visitor.account();
      await visitor.asRoot('PATCH', `/users/${id}`, { is_active: false });
      return login(visitor, backend, { form: { username: email, password: PASSWORD } });
    },
  },
]);

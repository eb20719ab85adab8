import { describe, expect, test } from '@jest/globals';
import { Mfa, Passkeys, type UsersApiProps } from '../../../lib';
import { newStack, synthesize } from '../support';
import { everything } from './everything';

interface Schema {
  readonly $ref?: string;
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, object>>;
  readonly required?: readonly string[];
}

interface Content {
  readonly schema: Schema;
  readonly example?: object;
  readonly examples?: Readonly<Record<string, { readonly value: object }>>;
}

interface Body {
  readonly required: boolean;
  readonly content: { readonly 'application/json': Content };
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { requestBody?: Body }>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** What a body of a request can be: the fields of each alternative, those in brackets that may be left out. */
function bodiesOf({ paths, components }: Document, path: string, method = 'post') {
  const body = paths[`/users${path}`]?.[method]?.requestBody;
  const content = body?.content['application/json'];
  const resolved = ({ $ref = '', ...schema }: Schema): Schema =>
    components.schemas[$ref.split('/').at(-1) ?? ''] ?? schema;
  const { oneOf, ...one } = resolved(content?.schema ?? {});
  const bodies = (oneOf ?? [one]).map((each) => {
    const { properties = {}, required = [] } = resolved(each);
    return Object.keys(properties).map((name) => (required.includes(name) ? name : `[${name}]`));
  });
  const examples = Object.values(content?.examples ?? {}).map(({ value }) => value);
  return {
    required: body?.required,
    bodies,
    examples: content?.example ? [content.example] : examples,
  };
}

const documentWith = (props: UsersApiProps) =>
  synthesize(props, newStack()).users.openApi as unknown as Document;

const passkeys = Passkeys.on({
  rpId: 'example.com',
  rpName: 'Example',
  origins: ['https://example.com'],
});
const mfa_token = expect.any(String);
const current_password = expect.any(String);
const recovery_code = '4f7k2m-9x0q3r-8h12cd-5v0j89';

describe('the document says which bodies a route takes', () => {
  const all = everything().openApi as unknown as Document;

  test('to go on with a login', () => {
    expect(bodiesOf(all, '/login/jwt/mfa')).toEqual({
      required: true,
      bodies: [
        ['mfa_token', 'code'],
        ['mfa_token', 'recovery_code'],
        ['mfa_token', 'challenge_token', 'credential'],
      ],
      examples: [
        { mfa_token, code: '287082' },
        { mfa_token, recovery_code },
      ],
    });
  });

  test('to prove again who one is', () => {
    expect(bodiesOf(all, '/reauthenticate/jwt')).toEqual({
      required: true,
      bodies: [['password'], ['code'], ['challenge_token', 'credential']],
      examples: [{ password: expect.any(String) }, { code: '287082' }],
    });
  });

  test.each([
    ['/me/mfa/totp', 'delete'],
    ['/me/mfa/recovery-codes', 'post'],
  ])('to change factors by a code, at %s', (path, method) => {
    expect(bodiesOf(all, path, method)).toEqual({
      required: true,
      bodies: [
        ['[current_password]', 'code'],
        ['[current_password]', 'recovery_code'],
      ],
      examples: [
        { current_password, code: '287082' },
        { current_password, recovery_code },
      ],
    });
  });

  test('with a code of an app or of a mail, which have six digits and eight', () => {
    expect({
      app: bodiesOf(all, '/me/mfa/totp/confirm').examples,
      mail: bodiesOf(all, '/login/jwt/email/confirm').examples,
    }).toEqual({
      app: [{ code: '287082' }],
      mail: [{ attempt_token: expect.any(String), code: '31415926' }],
    });
  });

  test('by what the API has', () => {
    const alternatives = (props: UsersApiProps) =>
      bodiesOf(documentWith(props), '/reauthenticate/jwt').bodies;
    expect({
      neither: alternatives({}),
      mfa: alternatives({ mfa: Mfa.totp() }),
      passkeys: alternatives({ passkeys }),
    }).toEqual({
      neither: [['password']],
      mfa: [['password'], ['code']],
      passkeys: [['password'], ['challenge_token', 'credential']],
    });
  });
});

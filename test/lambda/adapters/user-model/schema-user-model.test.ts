import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { loadUserModel } from '../../../../lambda/adapters/user-model/load.ts';
import { readModule } from '../../../../lambda/adapters/user-model/module.ts';
import { SchemaUserModel } from '../../../../lambda/adapters/user-model/schema-user-model.ts';
import { InvalidFieldsError } from '../../../../lambda/users/errors.ts';
import type { UserModel, Writer } from '../../../../lambda/users/model/user-model.ts';
import { required } from '../../../support/domain/domain.ts';

type Body = Record<string, unknown>;

const fixture = (name: string) =>
  pathToFileURL(path.join(import.meta.dirname, `../../../support/user-models/${name}.ts`)).href;

/** A schema of no library, as the standard allows. */
const schemaOf = (validate: StandardSchemaV1['~standard']['validate']): StandardSchemaV1 => ({
  '~standard': { version: 1, vendor: 'own', validate },
});
const modelOf = (validate: (input: Body) => unknown, lists: Body = {}) =>
  new SchemaUserModel(
    readModule({
      default: schemaOf(async (input) => ({ value: await validate(input as Body) })),
      ...lists,
    }),
  );

const created = (model: UserModel, body: Body, writer: Writer = 'user') =>
  required(model.change(body, writer, 'new')).onto(undefined);

async function problemsOf(result: Promise<unknown>) {
  const error = await result.catch((thrown: unknown) => thrown);
  if (!(error instanceof InvalidFieldsError)) throw error;
  return error.problems;
}

describe.each(['zod', 'valibot', 'arktype'])('a model made with %s', (name) => {
  const load = () => loadUserModel(fixture(name));

  test('takes its fields, with defaults, and never another', async () => {
    const body = { name: 'Ada', address: { city: 'London' }, email: 'ada@example.com', other: 1 };
    expect(await created(await load(), body)).toEqual({
      name: 'Ada',
      plan: 'free',
      address: { city: 'London' },
    });
  });

  test('says where each problem is', async () => {
    expect(await problemsOf(created(await load(), { name: 'A', address: {} }))).toEqual([
      { path: ['name'], message: expect.stringMatching(/2/), type: 'value_error' },
      { path: ['address', 'city'], message: 'Field required', type: 'missing' },
    ]);
    expect(await problemsOf(created(await load(), {}))).toEqual([
      { path: ['name'], message: 'Field required', type: 'missing' },
    ]);
  });

  test('ignores the fields of an admin in the body of a user', async () => {
    const body = { name: 'Ada', plan: 'pro', notes: 'x' };
    expect(await created(await load(), body)).toEqual({ name: 'Ada', plan: 'free' });
    expect(await created(await load(), body, 'admin')).toEqual(body);
  });

  test('validates a change as the whole that results', async () => {
    const change = required(
      (await load()).change({ address: { city: 'Rome' } }, 'user', 'partial'),
    );
    const stored = { name: 'Ada', plan: 'pro', former: true };
    expect(await change.onto(stored)).toEqual({
      name: 'Ada',
      plan: 'pro',
      address: { city: 'Rome' },
    });
    expect(await problemsOf(change.onto({}))).toMatchObject([{ path: ['name'] }]);
    expect(stored).toEqual({ name: 'Ada', plan: 'pro', former: true });
  });
});

describe('a user model', () => {
  test('has nothing to say of a change that names no custom field', () => {
    const model = modelOf((input) => input, { adminFields: ['plan'] });
    const body = { email: 'ada@example.com', is_active: false, plan: 'pro' };
    expect(model.change(body, 'user', 'partial')).toBeUndefined();
    expect(model.change(body, 'admin', 'partial')).toBeDefined();
    expect(model.change({}, 'user', 'new')).toBeDefined();
  });

  test('keeps what the schema stored before as it is while it validates', async () => {
    const stored = { list: [1] };
    const model = modelOf((input) => {
      (input.list as number[]).push(2);
      return input;
    });
    expect(await required(model.change({ a: 1 }, 'user', 'partial')).onto(stored)).toEqual({
      a: 1,
      list: [1, 2],
    });
    expect(stored).toEqual({ list: [1] });
  });

  test('fails with whatever its schema throws', async () => {
    const model = modelOf(() => {
      throw new Error('no such table');
    });
    await expect(created(model, {})).rejects.toThrow('no such table');
  });

  test.each([
    [null, 'something else than an object'],
    [['a'], 'something else than an object'],
    [{ is_superuser: true }, 'the base field is_superuser'],
    [{ born: new Date(0) }, 'no JSON at born'],
    [{ size: Number.NaN }, 'no JSON at size'],
    [{ call: () => 1 }, 'no JSON at call'],
  ])('fails where its schema returns %p', async (value, message) => {
    await expect(
      created(
        modelOf(() => value),
        {},
      ),
    ).rejects.toThrow(message);
  });

  test.each<[string, unknown, (string | number)[]]>([
    ['a number that readers of JSON disagree about', { n: [2 ** 53] }, ['n', 0]],
    ['a number that DynamoDB takes for none', { n: 1e-200 }, ['n']],
    ['a lone surrogate', { s: '\ud800' }, ['s']],
    ['a key without a name', { o: { '': 1 } }, ['o']],
    ['a key that would set a prototype', { o: JSON.parse('{"__proto__": 1}') }, ['o']],
    ['more than 16 KiB', { s: 'x'.repeat(16 * 1024) }, []],
  ])('refuses %s, which a user may send', async (_, body, at) => {
    expect(
      await problemsOf(
        created(
          modelOf((input) => input),
          body as Body,
        ),
      ),
    ).toMatchObject([{ path: at }]);
  });

  test('refuses what is nested deeper than DynamoDB stores', async () => {
    const deep = (levels: number): unknown => (levels === 0 ? 1 : { d: deep(levels - 1) });
    const model = modelOf((input) => input);
    expect(await created(model, { d: deep(24) })).toEqual({ d: deep(24) });
    expect(await problemsOf(created(model, { d: deep(25) }))).toMatchObject([
      { message: 'Input should be nested less deeply' },
    ]);
  });

  test('refuses claims that would not fit into a cookie', async () => {
    const model = modelOf((input) => input, { claimFields: ['roles'] });
    expect(await problemsOf(created(model, { roles: 'x'.repeat(2048) }))).toMatchObject([
      { path: [], type: 'too_long' },
    ]);
    expect(await created(model, { text: 'x'.repeat(2048) })).toBeDefined();
  });
});

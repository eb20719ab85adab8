import { beforeEach, describe, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { publicAction } from '../../../lambda/actions/public.ts';
import { runtime } from '../../../lambda/composition/runtime.ts';
import { validateBody } from '../../../lambda/http/custom-fields.ts';
import { takes } from '../../../lambda/http/takes.ts';
import { InvalidFieldsError } from '../../../lambda/users/errors.ts';
import { NO_CUSTOM_FIELDS, type UserModel } from '../../../lambda/users/model/user-model.ts';
import type { CustomFields } from '../../../lambda/users/user.ts';
import { verify } from '../../../lib/contract/verification.ts';
import { capturedLog } from '../../support/runtime/console.ts';
import { invoke } from '../../support/runtime/invoke.ts';

const STORED = { plan: 'free' };
const schema = z.object({ email: z.string() });

describe('custom fields of a body', () => {
  const log = capturedLog();
  /** What the model was asked. */
  let asked: unknown[];

  beforeEach(() => {
    asked = [];
  });

  const model = (onto: () => Promise<CustomFields>): UserModel => ({
    ...NO_CUSTOM_FIELDS,
    hasFields: true,
    change: (body, writer, kind) => {
      asked.push({ body, writer, kind });
      return {
        onto: (stored) => {
          asked.push({ stored });
          return onto();
        },
      };
    },
  });
  const accepting = async () => ({ plan: 'pro' });

  const send = (json: object, onto = accepting) =>
    invoke(
      publicAction(
        runtime({}),
        verify,
        { body: takes(schema), model: model(onto) },
        async ({ input, custom }) => ({ statusCode: 200, body: { input, custom: custom?.fields } }),
      ),
      { method: 'POST', json },
    );

  test('are a new user’s, with nothing stored', async () => {
    const json = { email: 'ada@example.com', plan: 'pro' };
    const { statusCode, body } = await send(json);
    expect({ statusCode, body }).toEqual({
      statusCode: 200,
      body: { input: { email: json.email }, custom: { plan: 'pro' } },
    });
    expect(asked).toStrictEqual([
      { body: json, writer: 'user', kind: 'new' },
      { stored: undefined },
    ]);
  });

  test('are changed on top of what is stored', async () => {
    const json = { email: 'ada@example.com', plan: 'pro' };
    const change = model(accepting).change(json, 'admin', 'partial');
    expect(await validateBody(schema, json, change, STORED)).toMatchObject({
      input: { email: json.email },
      custom: { fields: { plan: 'pro' } },
    });
    expect(asked).toStrictEqual([
      { body: json, writer: 'admin', kind: 'partial' },
      { stored: STORED },
    ]);
  });

  test('are none where the body says nothing of any', async () => {
    const validated = await validateBody(schema, { email: 'ada@example.com' }, undefined, STORED);
    expect(validated).toStrictEqual({ input: { email: 'ada@example.com' } });
  });

  test('are refused with all problems, those of the base fields first', async () => {
    const problem = { path: ['address', 'city'], message: 'Too short', type: 'value_error' };
    const refusing = () => Promise.reject(new InvalidFieldsError([problem]));
    const own = { loc: ['body', 'address', 'city'], msg: 'Too short', type: 'value_error' };
    const both = await send({}, refusing);
    expect({ statusCode: both.statusCode, ...both.body }).toEqual({
      statusCode: 422,
      detail: [{ loc: ['body', 'email'], msg: 'Field required', type: 'missing' }, own],
    });
    const one = await send({ email: 'ada@example.com' }, refusing);
    expect({ statusCode: one.statusCode, ...one.body }).toEqual({ statusCode: 422, detail: [own] });
  });

  test('fail a request where the model fails, and the log says why', async () => {
    const failing = () => Promise.reject(new Error('a bug of the model'));
    expect((await send({ email: 'ada@example.com' }, failing)).statusCode).toBe(500);
    expect(log.error).toMatchObject([{ error: { message: 'a bug of the model' } }]);
  });
});

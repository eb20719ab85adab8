import { expect, test } from '@jest/globals';
import { sentForm } from '../../../lambda/http/page-form.ts';
import type { Call } from '../../../lambda/http/request.ts';

const sent = (body: string, type = 'application/x-www-form-urlencoded') =>
  sentForm({ body, headers: { 'content-type': type }, isBase64Encoded: false } as unknown as Call);

test('fields are as JSON would have them, without those of the page', () => {
  const form = sent(
    '_page=sign-up&_next=%2Fapp&email=a%40example.com&name=&age:number=36&weight:number=1.5&news:boolean=false&news:boolean=true',
  );
  expect(form?.fields).toEqual({
    email: 'a@example.com',
    age: 36,
    weight: 1.5,
    news: true,
  });
});

test('what is no number or no truth value is left as it was typed', () => {
  expect(sent('age:number=old&news:boolean=yes&a:b=c')?.fields).toEqual({
    ...{ age: 'old', news: 'yes' },
    'a:b': 'c',
  });
});

test('what a form sends in base64 is read as well', () => {
  const body = Buffer.from('email=a').toString('base64');
  const headers = { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' };
  expect(sentForm({ body, headers, isBase64Encoded: true } as unknown as Call)).toEqual({
    typed: { email: 'a' },
    fields: { email: 'a' },
  });
});

test.each(['application/json', 'multipart/form-data; boundary=x', 'text/plain', ''])(
  'a body of the type %j is no form of a page',
  (type) => expect(sent('email=a', type)).toBeUndefined(),
);

test.each([
  ['bytes that are not UTF-8', 'password=%ff'],
  ['replaced bytes', 'password=\ufffd'],
  ['more than 16 KiB', `password=${'x'.repeat(17 * 1024)}`],
])('%s have no fields, so that the action refuses them', (_, body) => {
  expect(sent(body)).toEqual({ typed: {}, fields: {} });
});

/** Checks an HMAC and reads one item. */
import { createHmac } from 'node:crypto';
import { getItem } from './get-item.ts';

const { SECRET = '' } = process.env;

export async function handler({ headers }: { headers: Readonly<Record<string, string>> }) {
  const [id = '', mac] = (headers.authorization ?? '').slice('Bearer '.length).split('.');
  if (createHmac('sha256', SECRET).update(id).digest('base64url') !== mac) {
    return { statusCode: 401, body: '{}' };
  }
  const item = await getItem(id);
  return { statusCode: 200, body: JSON.stringify({ email: item.email?.S }) };
}

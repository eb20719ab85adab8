/** What the logins have in common but for the hash. */
import { createHmac } from 'node:crypto';
import { getItem } from './get-item.ts';

const { SECRET = '' } = process.env;

/** @param attribute of the item that has the hash */
export function login(
  attribute: string,
  verify: (password: string, stored: string) => Promise<boolean>,
) {
  return async ({ body }: { body: string }) => {
    const form = new URLSearchParams(body);
    const id = form.get('username') ?? '';
    const item = await getItem(id);
    const stored = item[attribute]?.S ?? '';
    if (!(await verify(form.get('password') ?? '', stored))) {
      return { statusCode: 400, body: '{}' };
    }
    const token = `${id}.${createHmac('sha256', SECRET).update(id).digest('base64url')}`;
    return { statusCode: 200, body: JSON.stringify({ access_token: token }) };
  };
}

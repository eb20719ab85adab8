/** Reads one item, verifies bcrypt of cost 10, and answers with an HMAC as the token. */
import bcrypt from 'bcryptjs';
import { login } from './login.ts';

export const handler = login('bcryptjs', (password, stored) => bcrypt.compare(password, stored));

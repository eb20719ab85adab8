import { emailCodes as settings } from '../../lib/contract/email-login.ts';
import { HmacEmailCodes } from '../adapters/email-codes.ts';
import type { Runtime } from './runtime.ts';
import { secretKeys } from './secrets.ts';

/** Codes that are mailed, and who gets them; `undefined` where nobody signs in so. */
export function emailCodes(rt: Runtime) {
  const given = rt.get(settings);
  if (given === undefined) return undefined;
  const { secretArn, signUp: signsUp } = given;
  return { emailCodes: new HmacEmailCodes(secretKeys(rt, secretArn)), signsUp };
}

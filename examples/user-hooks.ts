/** The custom fields and the hooks of `custom-user-hooks.ts`. */
import * as z from 'zod';
// In a project of your own: from 'cdk-users-api/define'.
import { defineUsers, Refusal } from '../lib/define';

export default defineUsers({
  schema: z.object({
    name: z.string().max(100),
    plan: z.enum(['free', 'pro']).default('free'),
    suspended: z.boolean().default(false),
  }),
  adminFields: ['plan', 'suspended'],
  claimFields: ['plan', 'suspended'],

  validatePassword(password) {
    if (/example/i.test(password)) {
      throw new Refusal('COMPANY_NAME', 'Password should not contain the name of the company');
    }
  },

  beforeRegister({ email, name, plan, suspended }) {
    if (!email.endsWith('@example.com')) {
      throw new Refusal('NOT_INVITED', 'Only addresses of example.com may register');
    }
    return { name: name.trim(), plan, suspended };
  },

  beforeUpdate(before, after, { by }) {
    if (by === 'user' && before.name !== after.name) {
      throw new Refusal('NAME_IS_FIXED', 'Ask the support team to change your name');
    }
  },

  beforeLogin({ claims }) {
    if (claims.suspended) throw new Refusal('SUSPENDED', 'Your account is suspended');
  },

  tokenClaims({ claims }, { backend }) {
    return { scope: claims.plan === 'pro' ? 'read write' : 'read', backend };
  },

  beforeDelete({ plan }) {
    if (plan === 'pro') throw new Refusal('HAS_A_PLAN', 'Cancel the plan first');
  },
});

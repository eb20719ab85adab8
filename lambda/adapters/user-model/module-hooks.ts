import { HookRefusal, type Hooks } from '../../users/model/hooks.ts';
import { TOKEN_CLAIMS } from '../../users/model/user-model.ts';
import type { CustomFields } from '../../users/user.ts';
import type { HookFunctions } from './module.ts';
import { checkClaimSize } from './size.ts';
import { storable } from './storable.ts';

/** A function that times out answers 503 after 10 seconds; a hook is given up well before that. */
const BUDGET_MS = 3_000;

/** As `lib/define.ts` brands it: the module's bundle has its own copy of the class. */
const REFUSAL = Symbol.for('cdk-users-api.Refusal');

/** The hooks that a module has, each within its time budget. */
export function moduleHooks(
  functions: HookFunctions,
  {
    claimFields,
    validate,
  }: {
    readonly claimFields: readonly string[];
    readonly validate: (fields: CustomFields) => Promise<CustomFields>;
  },
  budget = BUDGET_MS,
): Hooks {
  const run = (name: keyof Hooks, ...args: readonly unknown[]) =>
    functions[name] === undefined
      ? undefined
      : within(budget, name, async () => functions[name]?.(...(args as never[])));
  return {
    async validatePassword(...args) {
      await run('validatePassword', ...args);
    },
    async beforeRegister(...args) {
      const fields = await run('beforeRegister', ...args);
      if (fields === undefined) return undefined;
      // The hook is wrong, not the body.
      return validate(fields as CustomFields).catch((cause: unknown) => {
        throw new Error('beforeRegister returned what the schema refuses', { cause });
      });
    },
    async beforeUpdate(...args) {
      await run('beforeUpdate', ...args);
    },
    async beforeLogin(...args) {
      await run('beforeLogin', ...args);
    },
    async tokenClaims(...args) {
      const claims = claimsIn(await run('tokenClaims', ...args));
      const names = Object.keys(claims);
      const taken = names.find((name) => TOKEN_CLAIMS.has(name));
      if (taken !== undefined) throw new Error(`tokenClaims returned the token's own ${taken}`);
      // A claim is either what the profile says now or what the hook said at the login.
      const field = names.find((name) => claimFields.includes(name));
      if (field !== undefined) {
        throw new Error(
          `tokenClaims returned ${field}, which claimFields has; give it another name`,
        );
      }
      return claims;
    },
    async beforeDelete(...args) {
      await run('beforeDelete', ...args);
    },
  };
}

/** @throws Error for what a token can't carry: the hook is wrong, not the body */
function claimsIn(returned: unknown = {}): CustomFields {
  try {
    const claims = storable(returned) as CustomFields;
    checkClaimSize(claims);
    return claims;
  } catch (cause) {
    throw new Error('tokenClaims returned what no access token can carry', { cause });
  }
}

async function within(
  budget: number,
  name: string,
  call: () => Promise<unknown>,
): Promise<unknown> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => late.reject(new Error(`the hook ${name} took longer than ${budget} ms`)),
    budget,
  );
  try {
    return await Promise.race([call(), late.promise]);
  } catch (error) {
    throw isRefusal(error) ? new HookRefusal(error.code, error.reason) : error;
  } finally {
    clearTimeout(timer);
  }
}

function isRefusal(error: unknown): error is { code: string; reason: string } {
  return typeof error === 'object' && error !== null && REFUSAL in error;
}

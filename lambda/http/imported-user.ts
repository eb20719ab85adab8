import * as z from 'zod/mini';
import type { UserModel } from '../users/model/user-model.ts';
import { BASE_FIELDS } from '../users/model/user-model.ts';
import type { GivenUser } from '../users/transfer/import-users.ts';
import { readTime } from '../users/transfer/time.ts';
import { validateBody } from './custom-fields.ts';
import { ValidationError } from './errors.ts';
import { parseUserId } from './path.ts';
import { email } from './validation.ts';

/** Another system may write `null` for what it doesn't have. */
const unlessAbsent = <Schema extends z.ZodMiniType>(schema: Schema) =>
  z.optional(z.nullable(schema));

/** A text in the form in which it is stored, by a function that returns `undefined` for any other text. */
const parsed = (parse: (text: string) => string | undefined, message: string) =>
  z.pipe(
    z.string(),
    z.transform((text: string, context) => {
      const value = parse(text);
      if (value !== undefined) return value;
      context.issues.push({ code: 'custom', input: text, message });
      return z.NEVER;
    }),
  );

const time = parsed(
  (text) => readTime(text)?.toISOString(),
  'Input should be a time with a zone, such as 2026-01-31T12:00:00Z',
);

const id = parsed(
  parseUserId,
  'Input should be a UUID; leave the id out where users have others, and they get new ones',
);

const importedUser = z.object({
  id: unlessAbsent(id),
  email,
  password_hash: unlessAbsent(
    z.string().check(
      z.refine((text) => /^[\x21-\x7e]{1,1024}$/.test(text), {
        message:
          'Input should be the hash of a password: up to 1,024 ASCII characters, without spaces',
      }),
    ),
  ),
  password: z.optional(
    z.unknown().check(
      z.refine(() => false, {
        message:
          'Input should be left out: an import takes hashes, as password_hash, and create-user takes passwords',
      }),
    ),
  ),
  is_active: z._default(z.boolean(), true),
  is_superuser: z._default(z.boolean(), false),
  is_verified: z._default(z.boolean(), false),
  created_at: unlessAbsent(time),
  updated_at: unlessAbsent(time),
});

/** A user in the format of imports, or what is wrong with it: `docs/import.md` describes it. */
export async function readImportedUser(
  model: UserModel,
  given: unknown,
): Promise<GivenUser | { readonly problems: string }> {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    return { problems: 'a user should be a JSON object' };
  }
  const fields = given as Readonly<Record<string, unknown>>;
  try {
    const change = model.change(fields, 'admin', 'new');
    const { input, custom } = await validateBody(importedUser, fields, change);
    const { id, password_hash, created_at, updated_at, email, ...flags } = input;
    const kept = custom?.fields;
    const ignored = Object.keys(fields).filter(
      (name) => !BASE_FIELDS.has(name) && !Object.hasOwn(kept ?? {}, name),
    );
    const misnamed = ignored.filter((name) => isHash(name, fields[name]));
    if (misnamed.length > 0) return { problems: misnamed.map(misnamedHash).join('; ') };
    const { is_active, is_superuser, is_verified } = flags;
    return {
      ...(id && { id }),
      ...(password_hash && { passwordHash: password_hash }),
      ...(created_at && { created_at }),
      ...(updated_at && { updated_at }),
      ...{ email, is_active, is_superuser, is_verified },
      ...(kept && { custom: kept }),
      ignored,
    };
  } catch (error) {
    if (error instanceof ValidationError) return { problems: problemsOf(error) };
    throw error;
  }
}

/** As other systems call it: a user whose hash nothing keeps would be one without a password. */
const HASH_NAME = /(?:pass|passwd|password|pwd|hash|digest|salt)$/i;

function isHash(name: string, value: unknown): boolean {
  const isGiven = typeof value === 'string' ? value !== '' : typeof value === 'object' && value;
  return Boolean(isGiven) && HASH_NAME.test(name);
}

const misnamedHash = (name: string) =>
  `${name}: Input should be left out, or be called password_hash if it is the hash of the password: the user model has no such field`;

/** In the words of the error, without the code that begins them. */
const problemsOf = ({ message, code }: ValidationError) => message.replace(`${code}: `, '');

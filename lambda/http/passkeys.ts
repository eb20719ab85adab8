import * as z from 'zod/mini';

/** Longest name of a passkey, in characters. */
const MAX_NAME = 64;

/** A name that a user gives a passkey. */
export const passkeyName = z.pipe(
  z.string(),
  z.transform((text: string, context) => {
    const name = text.normalize('NFC').trim();
    if (/^\P{Cc}{1,64}$/u.test(name)) return name;
    context.issues.push({
      code: 'custom',
      input: text,
      params: { type: 'value_error' },
      message: `Input should have 1 to ${MAX_NAME} characters besides white space around them, and no control characters`,
    });
    return z.NEVER;
  }),
);

const named = { id: z.string(), rawId: z.string(), type: z.literal('public-key') };

/** A new passkey, as `PublicKeyCredential.toJSON()` gives it; what else there is isn't looked at. */
export const registration = z.object({
  ...named,
  response: z.object({
    clientDataJSON: z.string(),
    attestationObject: z.string(),
    transports: z.optional(z.array(z.string())),
  }),
});

/** A use of a passkey, as `PublicKeyCredential.toJSON()` gives it. */
export const assertion = z.object({
  ...named,
  response: z.object({
    clientDataJSON: z.string(),
    authenticatorData: z.string(),
    signature: z.string(),
    userHandle: z.optional(z.nullable(z.string())),
  }),
});

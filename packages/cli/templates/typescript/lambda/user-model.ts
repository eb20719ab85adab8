/** What users have beside email and password. */
import * as z from 'zod';

export default z.object({
  name: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .regex(/^\P{Cc}*$/u, 'must not have control characters, such as line breaks'),
});

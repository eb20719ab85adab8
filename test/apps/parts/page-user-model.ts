/** Fields that forms have an input of each kind for. */
import * as z from 'zod';

export default z.object({
  name: z.string().min(1).max(100),
  age: z.int().min(0).max(150).optional(),
  newsletter: z.boolean().default(false),
  color: z.enum(['red', 'green']).optional(),
});

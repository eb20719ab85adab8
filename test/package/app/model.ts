import { defineUsers } from 'cdk-users-api/define';
import { z } from 'zod';

export default defineUsers({
  schema: z.object({ name: z.string().max(100) }),
  beforeRegister: ({ name }) => ({ name: name.trim() }),
});

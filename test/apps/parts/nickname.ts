/** A custom field that nobody has to give, for apps whose users are about something else. */
import * as z from 'zod';

export default z.object({ nickname: z.string().optional() });

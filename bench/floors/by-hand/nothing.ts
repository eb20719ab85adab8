/** What a process of Node.js takes that has nothing to do. */
export const handler = async () => ({ statusCode: 200, body: '{}' });

/** An AWS client's configuration for the stack on this machine. */
export function localConfig(url: string) {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  // Of the machine: a base path is only the API's.
  return { endpoint: new URL(url).origin, region: 'local', credentials };
}

/** A call of a service, with what goes in and out of each of its operations. */
type Call<Operations extends Record<keyof Operations, { input: unknown; output: unknown }>> = <
  Name extends keyof Operations,
>(
  operation: Name,
  input: Operations[Name]['input'],
) => Promise<Operations[Name]['output']>;

/** Calls by the SDK's own client, which has a command for each operation. */
export function callsBySdk<
  Operations extends Record<keyof Operations, { input: unknown; output: unknown }>,
>(
  client: { send(command: never): Promise<unknown> },
  commands: Readonly<Record<keyof Operations, new (input: never) => unknown>>,
): { readonly call: Call<Operations> } {
  return {
    call: (operation, input) =>
      client.send(new commands[operation](input as never) as never) as Promise<never>,
  };
}
